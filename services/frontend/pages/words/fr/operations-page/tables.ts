/** The texts of the tables on the operations page. */
export const tables = {
  states: {
    title: 'Commandes par état',
    state: 'État',
    rate: 'Par seconde',
    stored: 'En base',
  },
  groups: {
    title: 'Consommateurs',
    group: 'Groupe',
    topic: 'Topic',
    lag: 'Messages non lus',
    late: 'Retard',
    members: 'Membres',
  },
  processes: {
    title: 'Processus',
    name: 'Processus',
    state: 'État',
    up: 'en marche',
    instances: (count: number) => `${count} en marche`,
    down: 'arrêté',
    uptime: 'En marche depuis',
    dependencies: 'Dépendances',
    missing: 'indisponible :',
  },
};

export type TablesWords = typeof tables;
