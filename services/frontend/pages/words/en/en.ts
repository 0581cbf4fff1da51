import { account } from './account.ts';
import { cart } from './cart.ts';
import { checkout } from './checkout.ts';
import { home } from './home.ts';
import { journey } from './journey.ts';
import { layout } from './layout.ts';
import { operations } from './operations-page/operations.ts';
import { order } from './order.ts';
import { orders } from './orders.ts';
import { problem } from './problem.ts';
import { products } from './products.ts';

/** All English texts of the pages. */
export const en = { layout, home, products, cart, checkout, account, orders, order, journey, problem, operations };
