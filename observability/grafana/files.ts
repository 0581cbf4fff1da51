import { dashboards } from './dashboards/index.ts';

/** The dashboards as Grafana reads them: file name and content. */
export const files: ReadonlyMap<string, string> = new Map(
  dashboards.map((dashboard) => [`${dashboard.uid}.json`, `${JSON.stringify(dashboard, null, 2)}\n`]),
);
