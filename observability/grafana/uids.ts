/** The uids of the dashboards. Runbooks, alerts and panels link to them, so they never change. */
export const uids = {
  overview: 'orderflow-overview',
  pipeline: 'orderflow-pipeline',
  slo: 'orderflow-slo',
  tracing: 'orderflow-tracing',
  logs: 'orderflow-logs',
  service: 'orderflow-service',
  platform: 'orderflow-platform',
  collector: 'orderflow-collector',
  load: 'orderflow-load',
} as const;

export type DashboardName = keyof typeof uids;
