import type { Target } from './dashboard-files.ts';
import { builtIn, interpolate, range, type Values } from './interpolate.ts';
import { jaeger, loki, prometheus } from './query-apis.ts';

// Runs the queries of dashboards as Grafana does, which is not part of the stack that the tests run against.

/** A series with its values, or a log stream or trace with the number of its records or spans. */
export interface Answer {
  labels: Record<string, string>;
  values: number[];
}

/**
 * Runs a query of a panel. Returns its series, log streams or traces, without series that have no numbers.
 *
 * @throws {Error} if the back end rejects the query or the data source does not exist
 */
export async function ask(target: Target, values: Values): Promise<Answer[]> {
  const all = await run(target, values);
  return all.filter(({ values }) => values.some((value) => !Number.isNaN(value)));
}

async function run(target: Target, values: Values): Promise<Answer[]> {
  const { type, uid } = target.datasource;
  switch (`${type}/${uid}`) {
    case 'prometheus/prometheus':
      return askPrometheus(target, interpolate(target.expr ?? '', values));
    case 'loki/loki':
      return askLoki(target, interpolate(target.expr ?? '', values));
    case 'jaeger/jaeger':
      return askJaeger(target, values);
    default:
      throw new Error(`unknown data source ${type}/${uid}`);
  }
}

interface Series {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

async function askPrometheus({ instant }: Target, query: string): Promise<Answer[]> {
  const data = instant
    ? await prometheus('query', { query })
    : await prometheus('query_range', { query, ...span(1), step: `${range.step}` });
  return seriesOf(data);
}

const seriesOf = (data: unknown): Answer[] =>
  (data as { result: Series[] }).result.map(({ metric, value, values = value ? [value] : [] }) => ({
    labels: metric,
    values: values.map(([, number]) => Number(number)),
  }));

/** Returns the trace ids of the exemplars of a query. */
export async function exemplarsOf(target: Target, values: Values): Promise<string[]> {
  const query = interpolate(target.expr ?? '', values);
  const found = (await prometheus('query_exemplars', { query, ...span(1) })) as {
    exemplars: { labels: Record<string, string> }[];
  }[];
  return found.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels['trace_id'] ?? ''));
}

async function askLoki({ queryType }: Target, query: string): Promise<Answer[]> {
  const data = (
    queryType === 'instant'
      ? await loki('query', { query })
      : await loki('query_range', { query, ...span(1e9), step: builtIn['__auto'] ?? '' })
  ) as { resultType: string; result: { stream: Record<string, string>; values: unknown[] }[] };
  if (data.resultType !== 'streams') return seriesOf(data);
  return data.result.map(({ stream, values }) => ({ labels: stream, values: [values.length] }));
}

async function askJaeger(target: Target, values: Values): Promise<Answer[]> {
  const filled = (text = '') => interpolate(text, values);
  if (target.queryType !== 'search') {
    const found = (await jaeger(`traces/${filled(target.query)}`)) as { spans: unknown[] }[];
    return found.map(({ spans }) => ({ labels: {}, values: [spans.length] }));
  }
  // Grafana writes tags in logfmt, Jaeger's API expects JSON.
  const tags = Object.fromEntries(
    [...filled(target.tags).matchAll(/([\w.]+)=(\S+)/g)].map(([, key, tag]) => [key, tag]),
  );
  const { start, end } = span(1e6);
  const found = (await jaeger('traces', {
    service: filled(target.service),
    ...(target.operation ? { operation: filled(target.operation) } : {}),
    ...(target.tags ? { tags: JSON.stringify(tags) } : {}),
    ...(target.minDuration ? { minDuration: filled(target.minDuration) } : {}),
    limit: `${target.limit}`,
    start,
    end,
  })) as { spans: unknown[] }[];
  return found.map(({ spans }) => ({ labels: {}, values: [spans.length] }));
}

/** Returns the start and the end of the time range, in seconds times `unit`. */
function span(unit: number): { start: string; end: string } {
  const now = Math.floor(Date.now() / 1000);
  const at = (seconds: number) => (BigInt(seconds) * BigInt(unit)).toString();
  return { start: at(now - range.minutes * 60), end: at(now) };
}

/** Returns the label names of a metric in Prometheus; empty if the metric does not exist. */
export const labelsOf = async (metric: string): Promise<string[]> =>
  (await prometheus('labels', { 'match[]': `{__name__="${metric}"}` })) as string[];

/** Returns the fields of the log records in Loki: index labels and structured metadata. */
export async function logFields(): Promise<Set<string>> {
  const records = await askLoki({ refId: '', datasource: { type: '', uid: '' } }, '{service_name=~".+"}');
  return new Set(records.flatMap(({ labels }) => Object.keys(labels)));
}
