/** The texts of the charts on the operations page. */
export const charts = {
  title: 'Le dernier quart d’heure',
  values: 'Valeurs',
  time: 'Heure',
  orders: 'Commandes par seconde',
  placed: 'acceptées',
  status: { confirmed: 'confirmées', rejected: 'refusées', cancelled: 'annulées' } as Record<string, string>,
  acceptance: 'Durée d’acceptation d’une commande',
  settlement: 'Durée d’une commande de bout en bout',
  quantile: { '0.5': 'médiane', '0.95': 'p95' } as Record<string, string>,
  lag: 'Retard des consommateurs (messages)',
};

export type ChartsWords = typeof charts;
