/** The texts of the active faults on the operations page. */
export const faults = {
  title: 'Pannes injectées',
  none: 'Aucune panne n’est active.',
  until: 'jusqu’à',
  off: 'Arrêter',
  offOf: (name: string) => `Arrêter ${name}`,
};

export type FaultsWords = typeof faults;
