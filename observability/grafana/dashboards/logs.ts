import { dashboard, row } from '../builders/dashboard.ts';
import { graph, stacked, stat } from '../builders/graphs.ts';
import { logs, traceView } from '../builders/logs-and-traces.ts';
import { logql, logqlNow, sources, traceOf } from '../builders/queries.ts';
import { lowIsGood } from '../builders/thresholds.ts';
import { environment, logging, typed } from '../builders/variables.ts';

const selected = '{deployment_environment_name="$environment", service_name=~"$service"}';
const ours = '{deployment_environment_name="$environment", service_name=~"$service", service_name!~"kafka|mariadb"}';
const errors =
  '{deployment_environment_name="$environment", service_name=~"$service", severity_text=~"(?i)error|fatal"}';
const warnings = '{deployment_environment_name="$environment", service_name=~"$service", severity_text=~"(?i)warn.*"}';

export const logsAndTraces = dashboard(
  {
    name: 'logs',
    title: '5 Logs and traces',
    description:
      'The volume of logs, and the errors in them. Enter a trace id above to see the trace and all log records of all processes that belong to it. Log records and points on graphs of other dashboards also lead here.',
    variables: [
      environment(),
      logging(),
      typed('search', 'Text', 'A regular expression that log records match, ignoring case.'),
      typed(
        'trace',
        'Trace id',
        'The 32 hexadecimal digits of a trace id. Responses of the API contain it as traceId.',
      ),
    ],
  },
  row(
    'Health',
    stat('Log records', 'ops', 'Log records per second.', logql(`sum(rate(${selected} [$__auto]))`, 'records'))
      .datasource(sources.loki)
      .span(6),
    stat(
      'Errors',
      'short',
      'Records of severity error in the selected time.',
      logqlNow(`sum(count_over_time(${errors} [$__range]))`, 'errors'),
    )
      .datasource(sources.loki)
      .noValue('None: no errors were logged')
      .thresholds(lowIsGood(1, 10))
      .span(6),
    stat(
      'Warnings',
      'short',
      'Records of severity warn in the selected time.',
      logqlNow(`sum(count_over_time(${warnings} [$__range]))`, 'warnings'),
    )
      .datasource(sources.loki)
      .noValue('None: no warnings were logged')
      .thresholds(lowIsGood(10, 100))
      .span(6),
    stat(
      'Records with a trace',
      'percentunit',
      "Share of the log records of Orderflow's processes that belong to a trace. Records of starts and stops belong to none.",
      logqlNow(
        `sum(count_over_time(${ours} | trace_id != "" [$__range])) / sum(count_over_time(${ours} [$__range]))`,
        'share',
      ),
    )
      .datasource(sources.loki)
      .span(6),
  ),
  row(
    'Volume',
    stacked(
      'Records by process',
      'ops',
      'Log records per second.',
      logql(`sum by (service_name) (rate(${selected} [$__auto]))`, '{{service_name}}'),
    ).datasource(sources.loki),
    stacked(
      'Records by severity',
      'ops',
      'Log records per second.',
      logql(`sum by (severity_text) (rate(${selected} [$__auto]))`, '{{severity_text}}'),
    ).datasource(sources.loki),
    graph(
      'Bytes by process',
      'Bps',
      'Log text per second, before compression.',
      logql(`sum by (service_name) (bytes_rate(${selected} [$__auto]))`, '{{service_name}}'),
    ).datasource(sources.loki),
    graph(
      'Errors by process',
      'ops',
      'Records of severity error per second.',
      logql(`sum by (service_name) (rate(${errors} [$__auto]))`, '{{service_name}}'),
    )
      .datasource(sources.loki)
      .noValue('None: no errors were logged'),
  ),
  row(
    'One trace',
    traceView(
      'Trace (enter its id above)',
      'All spans of the trace. The icon of a span leads to its logs.',
      traceOf('$trace'),
    ),
    logs(
      'Logs of the trace',
      'The log records of all processes that belong to the trace, newest first.',
      logql('{service_name=~".+"} | trace_id = "$trace"'),
    ),
  ),
  row(
    'Search',
    logs('Errors', 'The latest errors. Each links to its trace.', logql(errors)).noValue('None: no errors were logged'),
    logs(
      'Log records',
      'The latest records of the selected services that match the text. Open one for its fields and its trace.',
      logql(`${selected} |~ "(?i)$search"`),
    ),
  ),
);
