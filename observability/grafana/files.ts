import { dashboards } from './dashboards/index.ts';

/** The dashboard files for Grafana: the content of each file by its name. */
export const files: ReadonlyMap<string, string> = new Map(
  dashboards.map((dashboard) => [`${dashboard.uid}.json`, `${JSON.stringify(dashboard, null, 2)}\n`]),
);
