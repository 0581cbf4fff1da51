import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '..', '..', 'observability', 'grafana');

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
  /** Only for Jaeger: the id of a trace. */
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
  /** `noValue` is the text that Grafana shows without data. A panel that has it may be empty. */
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

/** Returns the dashboards that Grafana reads, sorted by title. */
export async function dashboards(): Promise<Dashboard[]> {
  const provisioned = join(folder, 'provisioned');
  const names = (await readdir(provisioned)).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(provisioned, name), 'utf8')));
  return texts
    .map((text) => JSON.parse(text) as Dashboard)
    .toSorted((one, other) => one.title.localeCompare(other.title));
}

/** Returns all panels of a dashboard that have queries, including those in closed rows. */
export const panelsOf = ({ panels }: Dashboard): Panel[] =>
  panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).filter(({ targets }) => targets);

interface Link {
  /** The label or field that contains the id. */
  label: string;
  /** The uid of the data source that the link opens. */
  leadsTo: string;
}

/** Returns the links in datasources.yaml between metrics, traces and log records. */
export async function links(): Promise<{
  prometheus: Link;
  loki: Link;
  jaeger: { logs: { query: string; leadsTo: string }; metrics: Link & { queries: string[] } };
}> {
  const file = join(folder, 'datasources', 'datasources.yaml');
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
  // In provisioning files, $$ is an escaped $.
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
