/** The texts of the service level objectives on the operations page. */
export const objectives = {
  title: 'Objectifs de service (7 jours)',
  name: 'Objectif',
  names: {
    'order-acceptance': 'Commandes acceptées sans erreur',
    'order-settlement': 'Commandes traitées en 2 s',
  } as Record<string, string>,
  target: 'Cible',
  met: 'Tenu',
  budget: 'Budget d’erreur restant',
  burn: 'Consommation (1 h)',
};

export type ObjectivesWords = typeof objectives;
