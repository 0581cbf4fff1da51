/** The texts of the product pages. */
export const products = {
  title: 'Produits',
  lead: (count: number) => `${count} produits, prêts à être expédiés.`,
  inStock: 'En stock',
  left: (count: string) => `Plus que ${count} en stock`,
  soldOut: 'Épuisé',
  quantity: 'Quantité',
  add: 'Ajouter au panier',
  addOne: (name: string) => `Ajouter ${name} au panier`,
  added: 'Ajouté au panier',
  back: 'Tous les produits',
  promise: [
    'Vous payez le prix affiché',
    'Jamais commandé deux fois, même après une coupure',
    'Annulable à tout moment',
  ],
};

export type ProductsWords = typeof products;
