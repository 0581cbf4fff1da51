/** The texts of the home page. */
export const home = {
  title: 'Accueil',
  headline: 'Commandez et suivez chaque étape.',
  lead: 'Chaque commande traverse Kafka et deux services avant d’être confirmée. Vous la voyez avancer en direct.',
  browse: 'Voir les produits',
  steps: [
    { name: 'Acceptée', says: 'enregistrée par Kafka, elle ne peut plus se perdre' },
    { name: 'Réservée', says: 'l’entrepôt réserve les articles et fixe le prix' },
    { name: 'Confirmée', says: 'vous le savez à la milliseconde près' },
  ],
  selection: 'Notre sélection',
};

export type HomeWords = typeof home;
