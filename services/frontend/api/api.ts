import type { AcceptOrder } from '../orders/accept-order.ts';
import type { Shop } from '../shop.ts';
import { accountOperations } from './accounts.ts';
import type { ApiOperation } from './api-operation.ts';
import { faultOperations } from './faults.ts';
import { followOrder } from './follow-order.ts';
import { orderOperations } from './orders.ts';
import { placeOrder } from './place-order.ts';
import { productOperations } from './products.ts';

/** Creates all operations of the public API. */
export const createApi = (shop: Shop, acceptOrder: AcceptOrder): ApiOperation[] => [
  ...accountOperations(shop),
  ...productOperations(shop),
  placeOrder(shop, acceptOrder),
  ...orderOperations(shop),
  followOrder(shop),
  ...faultOperations(shop),
];
