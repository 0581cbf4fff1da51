/** The texts of the page on which admins search for orders. */
export const orders = {
  title: 'Recherche de commandes',
  status: 'État',
  any: 'Tous',
  id: 'Numéro de commande (8 caractères ou plus)',
  customer: 'Client',
  customerId: 'Identifiant du client',
  search: 'Rechercher',
  found: 'Commandes trouvées',
  none: 'Aucune commande ne correspond.',
  invalid: 'Indiquez un état, au moins huit caractères d’un numéro de commande, ou l’identifiant complet d’un client.',
  order: 'Commande',
  age: 'Âge',
  placed: 'Passée le',
  total: 'Total',
};

export type OrderSearchWords = typeof orders;
