/** The texts of the layout that all pages share. */
export const layout = {
  shop: 'Orderflow',
  skip: 'Aller au contenu',
  menu: {
    label: 'Menu principal',
    home: 'Accueil',
    products: 'Produits',
    cart: 'Panier',
    orders: 'Mes commandes',
    login: 'Connexion',
    register: 'Inscription',
    logout: 'Déconnexion',
    language: 'Langue',
  },
  sending: 'Envoi en cours…',
  offline: 'Vous êtes hors ligne. Réessayez dès que la connexion est rétablie.',
  unanswered: 'La boutique ne répond pas. Réessayez dans un instant.',
  docs: 'API et événements',
  footer: 'Une boutique de démonstration : rien n’est vendu, rien n’est débité.',
};

export type LayoutWords = typeof layout;
