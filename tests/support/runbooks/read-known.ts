import { parse } from 'yaml';
import { profiles } from '../../../loadtest/profiles.ts';
import { dashboards } from '../../../observability/grafana/dashboards/index.ts';
import { uids } from '../../../observability/grafana/uids.ts';
import { drills } from '../../../ops/drills/drills.ts';
import { portsAt } from '../../../ops/stack/paths.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { conditional } from '../conditional-metrics.ts';
import { namesOfPromql } from '../query-names.ts';
import type { Known } from './known.ts';
import { readRules } from './rules.ts';
import { texts } from './texts.ts';

/** Reads from the repository which names and texts a runbook page may use. */
export async function readKnown(): Promise<Known> {
  const excluded = ['node_modules', '.local', '**/node_modules/**', '.local/**'];
  const files = await texts(['**/*.md', '**/*.ts', '**/*.yml', '**/*.yaml'], excluded);
  const compose = parse(files.get('../docker-compose.yml') ?? '', { merge: true }) as {
    services: Record<string, { ports?: string[] }>;
  };
  const published = Object.values(compose.services).flatMap(({ ports = [] }) =>
    ports.map((port) => port.split(':')[1]),
  );
  return {
    files,
    dashboards: new Set(Object.values(uids)),
    ports: new Set([...Object.values(portsAt(0)), ...published.map(Number)]),
    metrics: new Set([
      'up',
      ...(await readRules()).flatMap(({ record }) => record ?? []),
      ...Object.keys(conditional),
      ...describedMetrics(files.get('../observability/README.md') ?? ''),
      ...describedMetrics(files.get('../observability/schema/README.md') ?? ''),
      ...metricsOfDashboards(),
    ]),
    logLabels: new Set(['service_name', 'severity_text', 'trace_id', 'order_id', 'event_name', 'exception_message']),
    source: sourceOf(files),
    scripts: new Set(Object.keys(manifest.scripts)),
    services: new Set(Object.keys(compose.services)),
    loads: new Set(Object.keys(profiles)),
    drills: new Set(Object.keys(drills)),
  };
}

/** Returns the source code without tests, because only that code logs. */
function sourceOf(files: ReadonlyMap<string, string>): string {
  const isSource = (path: string) => path.endsWith('.ts') && !/\.(test|testkit)\.ts$|^\.\.\/tests\//.test(path);
  return [...files].flatMap(([path, text]) => (isSource(path) ? text : [])).join('\n');
}

/** Returns the names in the first column of the table of metrics. */
function describedMetrics(readme: string): string[] {
  return [...readme.matchAll(/^\| ([a-z][\w{},*, ]+) \|/gm)].flatMap(([, cell = '']) =>
    cell.split(/, (?![^{]*})/).flatMap((name) => {
      const [, start = '', choices, end = ''] = /^(\w*)\{(.*)\}(\w*)$/.exec(name) ?? [];
      return choices === undefined ? name : choices.split(',').map((choice) => `${start}${choice}${end}`);
    }),
  );
}

/** Returns the metrics that dashboards query. The test of the dashboards checks that they exist. */
function metricsOfDashboards(): string[] {
  return dashboards.flatMap(({ panels = [] }) =>
    panels
      .flatMap((panel) => ('panels' in panel ? panel.panels : [panel]))
      .flatMap(({ targets = [] }) => targets as { expr?: string; datasource?: { type?: string } }[])
      .flatMap(({ expr, datasource }) => (expr !== undefined && datasource?.type === 'prometheus' ? expr : []))
      .flatMap((expr) => namesOfPromql(expr.replaceAll(/\$__\w+/g, '1m')).selectors.map(({ metric }) => metric)),
  );
}
