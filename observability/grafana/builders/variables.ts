import {
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { sources } from './queries.ts';

function labelValues(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(sources.prometheus)
    .definition(query)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

/** Returns the variable for the environment in which the processes run, such as `compose` or `local`. */
export const environment = () =>
  labelValues('environment', 'Environment', 'label_values(target_info, deployment_environment_name)');

const processes = 'label_values(process_uptime_seconds{deployment_environment_name="$environment"}, job)';

/** Returns a variable for several processes of Orderflow; initially all. */
export const services = () =>
  labelValues('service', 'Service', processes)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });

/** Returns a variable for one process of Orderflow; initially the frontend. */
export const service = () =>
  labelValues('service', 'Service', processes).current({ text: 'frontend', value: 'frontend' });

/** Returns a variable for text that the reader types; initially `value`. */
export const typed = (name: string, label: string, description: string, value = '') =>
  new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(value)
    .current({ text: value, value });

/** Returns a variable for several services that log, including Kafka and MariaDB; initially all. */
export const logging = () => {
  const stream = '{deployment_environment_name="$environment"}';
  return new QueryVariableBuilder('service')
    .label('Service')
    .datasource(sources.loki)
    .definition(`label_values(${stream}, service_name)`)
    .query({ type: 1, label: 'service_name', stream, refId: 'LokiVariableQueryEditor-VariableQuery' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });
};
