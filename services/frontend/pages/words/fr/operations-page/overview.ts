/** The texts at the top of the operations page. */
export const overview = {
  title: 'Exploitation',
  menu: 'Exploitation',
  at: 'Relevé à',
  nav: { label: 'Exploitation', orders: 'Commandes' },
  verdict: {
    good: 'Tout va bien.',
    process: (process: string) => `${process} est arrêté`,
    group: (group: string) => `Le groupe ${group} n’a plus de consommateur`,
    more: (count: number) => (count > 1 ? `et ${count} autres problèmes` : 'et un autre problème'),
    unavailable: (sources: readonly string[]) =>
      `${sources.join(' et ')} ne ${sources.length > 1 ? 'répondent' : 'répond'} pas.`,
    unknown: (why: string) => `État inconnu : ${why}`,
  },
  prometheusUnavailable:
    'Sans Prometheus, il n’y a ni courbes ni durées. Ce que Kafka sait est affiché, et les commandes continuent.',
  alertmanagerUnavailable: 'Alertmanager ne répond pas : on ne sait pas quelles alertes sont en cours.',
  kafkaUnavailable: 'Kafka ne répond pas : les messages en échec ne peuvent pas être lus.',
  unwatched:
    'L’alerte témoin (Watchdog) manque : le chemin des alertes est peut-être coupé. Elle arrive une minute après un démarrage.',
  none: '–',
  missing: 'Ces mesures ne peuvent pas être lues pour l’instant.',
  tiles: {
    label: 'En bref',
    bad: 'au-dessus du seuil',
    trend: { up: 'en hausse', down: 'en baisse', steady: 'stable' },
    placed: 'Commandes par seconde',
    pending: 'En cours',
    acceptance: 'Acceptation, p95',
    settlement: 'De bout en bout, p95',
    late: 'Retard des consommateurs',
    deadLetters: 'Messages en échec',
  },
};

export type OverviewWords = typeof overview;
