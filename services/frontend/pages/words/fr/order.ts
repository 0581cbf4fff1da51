/** The texts of the page of an order. */
export const order = {
  title: (number: string) => `Commande ${number}`,
  status: { pending: 'En cours', confirmed: 'Confirmée', rejected: 'Refusée', cancelled: 'Annulée' },
  says: {
    pending: 'Votre commande est enregistrée. Nous réservons les articles.',
    confirmed: 'Merci ! Les articles sont réservés, votre commande est confirmée.',
    rejected: 'Votre commande n’a pas pu être honorée. Rien n’a été débité.',
    cancelled: 'Votre commande est annulée. Les articles sont de retour en stock.',
  },
  reasons: {
    'insufficient-stock': 'L’un des articles n’est plus disponible en quantité suffisante.',
    'unknown-product': 'L’un des articles n’est plus en vente.',
    'duplicate-product': 'Un produit figure sur deux lignes de la commande.',
    'total-too-high': 'Le total de la commande est trop élevé.',
    expired: 'Les articles n’ont pas pu être réservés à temps.',
  } as Record<string, string>,
  shortage: (name: string, quantity: number, available: number) =>
    `${name} : vous en vouliez ${quantity}, il ${available === 0 ? 'n’en reste plus' : `en reste ${available}`}`,
  step: {
    pending: 'Commande reçue',
    confirmed: 'Articles réservés, commande confirmée',
    rejected: 'Commande refusée',
    cancelled: 'Commande annulée',
  },
  waiting: 'Réservation des articles',
  cancelling: 'Annulation demandée',
  timeline: 'Étapes',
  after: (time: string) => `${time} plus tard`,
  items: 'Articles',
  total: 'Total',
  cancel: 'Annuler la commande',
  again: 'Remettre ces articles dans le panier',
  slow: 'Commander la même chose au ralenti',
  slowSays: 'Chaque étape attend deux secondes : vous voyez la commande avancer.',
  refresh: 'Actualiser',
  trace: 'Trace',
  placed: 'Passée le',
  before: 'Vous aviez déjà commandé ce panier : voici la commande. Elle n’a été passée qu’une fois.',
  mine: 'Toutes mes commandes',
};

export type OrderWords = typeof order;
