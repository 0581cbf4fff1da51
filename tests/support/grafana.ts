import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { environment } from './environment.ts';

// Reads the dashboards from their files and asks what their panels ask, as Grafana does: Grafana itself is not part of
// the stack that the tests run against.

interface Source {
  type: string;
  uid: string;
}

export interface Target {
  refId: string;
  datasource: Source;
  expr?: string;
  legendFormat?: string;
  format?: string;
  instant?: boolean;
  exemplar?: boolean;
  queryType?: string;
  /** Jaeger: the id of a trace. */
  query?: string;
  service?: string;
  operation?: string;
  tags?: string;
  minDuration?: string;
  limit?: number;
}

export interface Panel {
  type: string;
  title: string;
  targets?: Target[];
  /** What is shown when there is no data: such a panel may be empty. */
  fieldConfig?: { defaults: { noValue?: string } };
  transformations?: { id: string; options: { renameByName?: Record<string, string> } }[];
  panels?: Panel[];
}

export interface Variable {
  name: string;
  type: string;
  query: string | { query: string } | { label: string; stream: string };
  datasource?: Source;
  current: { value: string };
  allValue?: string;
}

export interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list?: Variable[] };
  annotations: { list?: { name: string; target: Target }[] };
}

/** The dashboards that Grafana is given, by title. */
export async function dashboards(): Promise<Dashboard[]> {
  const folder = join(import.meta.dirname, '..', '..', 'observability', 'grafana', 'provisioned');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .map((text) => JSON.parse(text) as Dashboard)
    .toSorted((one, other) => one.title.localeCompare(other.title));
}

/** Everything on a dashboard that asks something, also in closed rows. */
export const panelsOf = ({ panels }: Dashboard): Panel[] =>
  panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).filter(({ targets }) => targets);

interface Link {
  /** The label or field with the id. */
  label: string;
  /** The uid of a data source. */
  leadsTo: string;
}

/** How Grafana goes from a point, a trace or a log record to what belongs to it: datasources.yaml. */
export async function links(): Promise<{
  prometheus: Link;
  loki: Link;
  jaeger: { logs: { query: string; leadsTo: string }; metrics: Link & { queries: string[] } };
}> {
  const file = join(import.meta.dirname, '..', '..', 'observability', 'grafana', 'datasources', 'datasources.yaml');
  const { datasources } = parse(await readFile(file, 'utf8')) as { datasources: { uid: string; jsonData: Json }[] };
  const of = (uid: string) => datasources.find((source) => source.uid === uid)?.jsonData ?? {};
  const [exemplar] = of('prometheus')['exemplarTraceIdDestinations'] as [{ name: string; datasourceUid: string }];
  const [field] = of('loki')['derivedFields'] as [{ matcherRegex: string; datasourceUid: string }];
  const logs = of('jaeger')['tracesToLogsV2'] as { query: string; datasourceUid: string };
  const metrics = of('jaeger')['tracesToMetrics'] as {
    datasourceUid: string;
    tags: [{ value: string }];
    queries: { query: string }[];
  };
  // A doubled $ is one that provisioning leaves.
  const plain = ({ query }: { query: string }) => query.replaceAll('$$', '$');
  return {
    prometheus: { label: exemplar.name, leadsTo: exemplar.datasourceUid },
    loki: { label: field.matcherRegex, leadsTo: field.datasourceUid },
    jaeger: {
      logs: { query: plain(logs), leadsTo: logs.datasourceUid },
      metrics: {
        label: metrics.tags[0].value,
        queries: metrics.queries.map(plain),
        leadsTo: metrics.datasourceUid,
      },
    },
  };
}

type Json = Record<string, unknown>;

export type Values = Readonly<Record<string, string>>;

/** The last quarter of an hour, as a panel of 1,000 points would ask for it of metrics that come every 10 s. */
const range = { minutes: 15, step: 10 };
const builtIn: Values = {
  __interval: '10s',
  __rate_interval: '40s',
  __range: `${range.minutes}m`,
  __auto: '15s',
};

/**
 * A text with the values of the variables in it: $name, ${name} and ${name:format}.
 *
 * @throws {Error} for a variable that the dashboard does not have.
 */
export function interpolate(text: string, values: Values): string {
  return text.replaceAll(/\$(\w+)|\$\{([\w.]+)(?::\w+)?\}/g, (found, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    // In label_replace, what a group of the expression matched.
    if (/^\d+$/.test(name)) return found;
    const value = values[name] ?? builtIn[name];
    if (value === undefined) throw new Error(`there is no variable ${name}`);
    return value;
  });
}

/** The values that a variable offers, of what its own query finds: all at once where the reader may choose all. */
export async function optionsOf(variable: Variable, values: Values): Promise<string[]> {
  const { name, type, current, allValue } = variable;
  if (type === 'textbox') return [values[name] ?? current.value];
  const found = await askedFor(variable, values);
  return found.length > 0 && current?.value === '$__all' ? [allValue ?? '.*'] : found;
}

async function askedFor({ name, query }: Variable, values: Values): Promise<string[]> {
  if (typeof query === 'object' && 'stream' in query) {
    return (await loki(`label/${query.label}/values`, { query: interpolate(query.stream, values) })) as string[];
  }
  const text = typeof query === 'string' ? query : query.query;
  const [, selector = '', label] = /^label_values\((.+), *(\w+)\)$/.exec(text) ?? [];
  if (label === undefined) throw new Error(`${name} asks for ${text}`);
  return (await prometheus(`label/${label}/values`, { 'match[]': interpolate(selector, values) })) as string[];
}

/** A number of an answer, or whether there is a record or trace: its labels and what can be seen. */
export interface Answer {
  labels: Record<string, string>;
  values: number[];
}

/**
 * What a panel gets for one of its queries: a series, log stream or trace each; those without any number are left out.
 *
 * @throws {Error} when the back end refuses the query or the data source is none of ours.
 */
export async function ask(target: Target, values: Values): Promise<Answer[]> {
  const all = await asked(target, values);
  return all.filter(({ values }) => values.some((value) => !Number.isNaN(value)));
}

async function asked(target: Target, values: Values): Promise<Answer[]> {
  const { type, uid } = target.datasource;
  switch (`${type}/${uid}`) {
    case 'prometheus/prometheus':
      return askPrometheus(target, interpolate(target.expr ?? '', values));
    case 'loki/loki':
      return askLoki(target, interpolate(target.expr ?? '', values));
    case 'jaeger/jaeger':
      return askJaeger(target, values);
    default:
      throw new Error(`there is no data source ${type}/${uid}`);
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

/** The trace ids of the exemplars of a query. */
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
  // Tags are logfmt in Grafana, JSON in Jaeger.
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

/** The two ends of the time that is asked for, in seconds times `unit`. */
function span(unit: number): { start: string; end: string } {
  const now = Math.floor(Date.now() / 1000);
  const at = (seconds: number) => (BigInt(seconds) * BigInt(unit)).toString();
  return { start: at(now - range.minutes * 60), end: at(now) };
}

/** The label names of a metric that Prometheus has; empty for one that it does not have. */
export const labelsOf = async (metric: string): Promise<string[]> =>
  (await prometheus('labels', { 'match[]': `{__name__="${metric}"}` })) as string[];

/** The fields of log records that Loki has: index labels and structured metadata. */
export async function logFields(): Promise<Set<string>> {
  const records = await askLoki({ refId: '', datasource: { type: '', uid: '' } }, '{service_name=~".+"}');
  return new Set(records.flatMap(({ labels }) => Object.keys(labels)));
}

const prometheus = (path: string, query: Record<string, string>) =>
  get(new URL(`/api/v1/${path}`, environment.prometheusUrl), query);
const loki = (path: string, query: Record<string, string>) =>
  get(new URL(`/loki/api/v1/${path}`, environment.lokiUrl), query);
const jaeger = (path: string, query: Record<string, string> = {}) =>
  get(new URL(`/api/${path}`, environment.jaegerUrl), query);

async function get(url: URL, query: Record<string, string>): Promise<unknown> {
  url.search = new URLSearchParams(query).toString();
  const response = await fetch(url);
  const text = await response.text();
  // Jaeger, of a trace that it does not have (yet).
  if (response.status === 404 && text.includes('trace not found')) return [];
  if (!response.ok) throw new Error(`${response.status} ${text} for ${JSON.stringify(query)}`);
  return (JSON.parse(text) as { data: unknown }).data;
}
