/** The texts at the top of the operations page. */
export const overview = {
  title: 'Exploitation',
  menu: 'Exploitation',
  at: 'Relevé à',
  verdict: {
    good: 'Tout va bien.',
    bad: (count: number) =>
      count > 1 ? `${count} problèmes demandent votre attention.` : 'Un problème demande votre attention.',
    unknown: 'État inconnu : une source de données ne répond pas.',
  },
  prometheusUnavailable:
    'Prometheus ne répond pas : les mesures, les courbes et les processus ne peuvent pas être affichés. Les commandes continuent.',
  alertmanagerUnavailable: 'Alertmanager ne répond pas : on ne sait pas quelles alertes sont en cours.',
  kafkaUnavailable: 'Kafka ne répond pas : les messages en échec ne peuvent pas être lus.',
  unwatched:
    'L’alerte témoin (Watchdog) manque : le chemin des alertes est peut-être coupé. Elle arrive une minute après un démarrage.',
  none: '–',
  tiles: {
    label: 'En bref',
    placed: 'Commandes par seconde',
    pending: 'En cours',
    acceptance: 'Acceptation, p95',
    settlement: 'De bout en bout, p95',
    late: 'Retard des consommateurs',
    deadLetters: 'Messages en échec',
  },
};

export type OverviewWords = typeof overview;
