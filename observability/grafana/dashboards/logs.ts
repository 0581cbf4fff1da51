import { dashboard, row } from './dashboard.ts';
import { graph, logs, lowIsGood, stacked, stat, traceView } from './panels.ts';
import { logql, logqlNow, sources, traceOf } from './queries.ts';
import { environment, logging, typed } from './variables.ts';

const mine = '{deployment_environment_name="$environment", service_name=~"$service"}';
const ours = '{deployment_environment_name="$environment", service_name=~"$service", service_name!~"kafka|mariadb"}';
const errors =
  '{deployment_environment_name="$environment", service_name=~"$service", severity_text=~"(?i)error|fatal"}';
const warnings = '{deployment_environment_name="$environment", service_name=~"$service", severity_text=~"(?i)warn.*"}';

export const logsAndTraces = dashboard(
  {
    name: 'logs',
    title: '5 Logs and traces',
    description:
      'How much is logged and what went wrong. Paste a trace id above to see the trace and all log records of all processes that belong to it; a record or a point on a graph of another dashboard leads here too.',
    variables: [
      environment(),
      logging(),
      typed('search', 'Text', 'Text that log records contain, in any case; a regular expression.'),
      typed('trace', 'Trace id', 'The 32 digits of a trace. Answers of the API carry it as traceId.'),
    ],
  },
  row(
    'Is it well?',
    stat('Log records', 'ops', 'Log records a second.', logql(`sum(rate(${mine} [$__auto]))`, 'records'))
      .datasource(sources.loki)
      .span(6),
    stat(
      'Errors',
      'short',
      'Records of severity error in the time shown.',
      logqlNow(`sum(count_over_time(${errors} [$__range]))`, 'errors'),
    )
      .datasource(sources.loki)
      .noValue('None: no errors were logged')
      .thresholds(lowIsGood(1, 10))
      .span(6),
    stat(
      'Warnings',
      'short',
      'Records of severity warn in the time shown.',
      logqlNow(`sum(count_over_time(${warnings} [$__range]))`, 'warnings'),
    )
      .datasource(sources.loki)
      .noValue('None: no warnings were logged')
      .thresholds(lowIsGood(10, 100))
      .span(6),
    stat(
      'Records with a trace',
      'percentunit',
      'Share of what our processes log that belongs to a trace. What they say at their start or stop belongs to none.',
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
      'Log records a second.',
      logql(`sum by (service_name) (rate(${mine} [$__auto]))`, '{{service_name}}'),
    ).datasource(sources.loki),
    stacked(
      'Records by severity',
      'ops',
      'Log records a second.',
      logql(`sum by (severity_text) (rate(${mine} [$__auto]))`, '{{severity_text}}'),
    ).datasource(sources.loki),
    graph(
      'Bytes by process',
      'Bps',
      'Log text a second, before compression.',
      logql(`sum by (service_name) (bytes_rate(${mine} [$__auto]))`, '{{service_name}}'),
    ).datasource(sources.loki),
    graph(
      'Errors by process',
      'ops',
      'Records of severity error a second.',
      logql(`sum by (service_name) (rate(${errors} [$__auto]))`, '{{service_name}}'),
    )
      .datasource(sources.loki)
      .noValue('None: no errors were logged'),
  ),
  row(
    'One trace',
    traceView(
      'Trace (enter its id above)',
      'All spans of the trace; the logs of a span are behind its icon.',
      traceOf('$trace'),
    ),
    logs(
      'Logs of the trace',
      'What all processes logged about it, newest first.',
      logql('{service_name=~".+"} | trace_id = "$trace"'),
    ),
  ),
  row(
    'Search',
    logs('Errors', 'The latest errors; each leads to its trace.', logql(errors)).noValue('None: no errors were logged'),
    logs(
      'Log records',
      'The latest records of the chosen services that contain the text; open one for its fields and its trace.',
      logql(`${mine} |~ "(?i)$search"`),
    ),
  ),
);
