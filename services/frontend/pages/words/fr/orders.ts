/** The texts of the list of orders. */
export const orders = {
  title: 'Mes commandes',
  none: 'Vous n’avez encore rien commandé.',
  older: 'Commandes plus anciennes',
  newest: 'Commandes récentes',
};

export type OrdersWords = typeof orders;
