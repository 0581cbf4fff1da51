import type { AlertsWords } from '../../fr/operations-page/alerts.ts';

export const alerts: AlertsWords = {
  title: 'Alerts',
  none: 'No alert is firing.',
  held: (count: number) =>
    count === 1
      ? 'One more is silenced, or hidden by an alert that explains it.'
      : `${count} more are silenced, or hidden by an alert that explains them.`,
  since: 'since',
  severity: { critical: 'critical', warning: 'warning', info: 'information' },
  runbook: 'Runbook',
  runbookOf: (name: string) => `Runbook of ${name}`,
  dashboard: 'Dashboard',
  dashboardOf: (name: string) => `Dashboard of ${name}`,
};
