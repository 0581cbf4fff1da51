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

/** Where the processes run: `compose`, `local`, ... One at a time. */
export const environment = () =>
  labelValues('environment', 'Environment', 'label_values(target_info, deployment_environment_name)');

const processes = 'label_values(process_uptime_seconds{deployment_environment_name="$environment"}, job)';

/** Any of our processes, all of them at first. */
export const services = () =>
  labelValues('service', 'Service', processes)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all' });

/** One of our processes, the frontend at first. */
export const service = () =>
  labelValues('service', 'Service', processes).current({ text: 'frontend', value: 'frontend' });

/** What the reader types, nothing at first. */
export const typed = (name: string, label: string, description: string, value = '') =>
  new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(value)
    .current({ text: value, value });

/** Whatever logs, Kafka and MariaDB too; all of them at first. */
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
