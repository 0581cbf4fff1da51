import type { Order } from '../../orders/order.ts';

/** Returns the short number that people call an order by: the beginning of its id. */
export const orderNumber = ({ orderId }: Pick<Order, 'orderId'>): string => orderId.slice(0, 8).toUpperCase();
