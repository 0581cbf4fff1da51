/** The texts of the alerts on the operations page. */
export const alerts = {
  title: 'Alertes',
  none: 'Aucune alerte en cours.',
  held: (count: number) =>
    count > 1
      ? `${count} autres sont en sourdine ou masquées par une alerte qui les explique.`
      : 'Une autre est en sourdine ou masquée par une alerte qui l’explique.',
  since: 'depuis',
  severity: { critical: 'critique', warning: 'avertissement', info: 'information' },
  runbook: 'Que faire',
  runbookOf: (name: string) => `Que faire : ${name}`,
  dashboard: 'Tableau de bord',
  dashboardOf: (name: string) => `Tableau de bord : ${name}`,
};

export type AlertsWords = typeof alerts;
