/** The texts of the list of orders. */
export const orders = {
  title: 'Mes commandes',
  none: 'Vous n’avez encore rien commandé.',
  older: 'Commandes plus anciennes',
  newest: 'Commandes récentes',
  see: (number: string) => `Voir la commande ${number}`,
  date: 'Date',
  order: 'Commande',
  status: 'État',
  total: 'Total',
};

export type OrdersWords = typeof orders;
