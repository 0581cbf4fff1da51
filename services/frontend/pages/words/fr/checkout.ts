/** The texts of the checkout page. */
export const checkout = {
  title: 'Votre commande',
  pay: 'Confirmer et payer',
  summary: 'Récapitulatif',
  note: 'Le prix et le stock sont vérifiés une dernière fois au traitement de la commande.',
  demo: 'Démonstration : aucun paiement n’a lieu.',
  as: (name: string) => `Commande au nom de ${name}`,
  change: 'Modifier le panier',
};

export type CheckoutWords = typeof checkout;
