/** The texts of the cart page. */
export const cart = {
  title: 'Panier',
  empty: 'Votre panier est vide.',
  emptyLead: 'Un clic suffit pour le remplir. Il est conservé même si vous fermez la page.',
  browse: 'Voir les produits',
  count: (count: number) => (count > 1 ? `${count} articles` : `${count} article`),
  each: 'l’unité',
  quantityOf: (name: string) => `Quantité de ${name}`,
  update: 'Mettre à jour',
  updated: 'Panier mis à jour',
  remove: 'Retirer',
  removeOf: (name: string) => `Retirer ${name} du panier`,
  total: 'Total',
  checkout: 'Passer la commande',
  goOn: 'Continuer mes achats',
  notEnough: (left: string) => `Il n’en reste que ${left} : la commande sera peut-être refusée.`,
  limited: (quantity: number, products: number) =>
    `Une commande contient au plus ${quantity} exemplaires d’un produit et ${products} produits différents. Le surplus n’a pas été ajouté.`,
  gone: 'Ce produit n’existe plus. Retirez-le pour commander.',
};

export type CartWords = typeof cart;
