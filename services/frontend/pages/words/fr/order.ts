/** The texts of the page of an order. */
export const order = {
  title: (number: string) => `Commande ${number}`,
  status: { pending: 'En cours', confirmed: 'Confirmée', rejected: 'Refusée', cancelled: 'Annulée' },
  says: {
    pending: 'Votre commande est enregistrée. Le stock est en cours de réservation.',
    confirmed: 'Merci ! Le stock est réservé, votre commande est confirmée.',
    rejected: 'Votre commande n’a pas pu être honorée. Rien n’a été débité.',
    cancelled: 'Votre commande est annulée. Les articles sont de retour en stock.',
  },
  reasons: {
    'insufficient-stock': 'Il n’y a plus assez de stock pour l’un des articles.',
    'unknown-product': 'L’un des articles n’est plus en vente.',
    'duplicate-product': 'Un article figure sur deux lignes de la commande.',
    'total-too-high': 'Le total de la commande est trop élevé.',
    expired: 'Le stock n’a pas pu être réservé à temps.',
  } as Record<string, string>,
  shortage: (name: string, quantity: number, available: number) =>
    `${name} : ${quantity} en commande, ${available === 0 ? 'plus aucun' : available} en stock`,
  step: {
    pending: 'Commande reçue',
    confirmed: 'Stock réservé, commande confirmée',
    rejected: 'Commande refusée',
    cancelled: 'Commande annulée',
  },
  waiting: 'Réservation du stock',
  cancelling: 'Annulation demandée',
  timeline: 'Étapes',
  after: (time: string) => `${time} plus tard`,
  items: 'Articles',
  total: 'Total',
  cancel: 'Annuler la commande',
  again: 'Remettre ces articles dans le panier',
  refresh: 'Actualiser',
  trace: 'Trace',
  placed: 'Passée le',
  before: 'Ce panier avait déjà été commandé : voici la commande. Rien n’a été commandé une seconde fois.',
  mine: 'Toutes mes commandes',
};

export type OrderWords = typeof order;
