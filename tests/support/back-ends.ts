import { findTrace, type Span } from '../../ops/clients/jaeger.ts';
import { queryLogs } from '../../ops/clients/loki.ts';
import { listRuleGroups, querySamples, type RuleGroup, type Sample } from '../../ops/clients/prometheus.ts';
import { environment } from './environment.ts';

export type { Span } from '../../ops/clients/jaeger.ts';

/** Returns the spans of a trace that Jaeger has stored so far. */
export async function spansOf(traceId: string): Promise<Span[]> {
  return (await findTrace(environment.jaegerUrl, traceId))?.spans ?? [];
}

/** A log record that Loki has stored. */
export interface LogRecord {
  process: string;
  line: string;
  at: Date;
  /** Index labels and structured metadata. */
  labels: Readonly<Record<string, string>>;
}

/** Returns the log records of the last hour that a LogQL query selects. */
export async function logsOf(logql: string): Promise<LogRecord[]> {
  const streams = await queryLogs(environment.lokiUrl, logql, { since: '1h', limit: 1_000 });
  return streams.flatMap(({ stream, values }) =>
    values.map(([nanoseconds, line]) => ({
      process: stream['service_name'] ?? '',
      line,
      at: new Date(Number(BigInt(nanoseconds) / 1_000_000n)),
      labels: stream,
    })),
  );
}

/** Returns the current value of each series that a PromQL query selects. */
export const samplesOf = (promql: string): Promise<Sample[]> => querySamples(environment.prometheusUrl, promql);

/** Returns the recording rules that Prometheus has loaded. Their health is `unknown` before their first evaluation. */
export async function recordingRules(): Promise<RuleGroup['rules']> {
  const groups = await listRuleGroups(environment.prometheusUrl);
  return groups.flatMap(({ rules }) => rules).filter(({ type }) => type === 'recording');
}
