import type { Order } from '../../orders/order.ts';

/** Returns the short number that identifies an order in texts: the beginning of its id. */
export const orderNumber = ({ orderId }: Pick<Order, 'orderId'>): string => orderId.slice(0, 8).toUpperCase();
