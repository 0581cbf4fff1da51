import { dashboard } from '../../builders/dashboard.ts';
import { environment } from '../../builders/variables.ts';
import { failuresRow } from './failures.ts';
import { healthRow } from './health.ts';
import { messagesRow } from './messages.ts';
import { ordersRow } from './orders.ts';
import { stockRow } from './stock.ts';

export const pipeline = dashboard(
  {
    name: 'pipeline',
    title: '2 Order pipeline',
    description:
      'The path of an order: the shop publishes it to Kafka, product-worker reserves the stock, order-worker settles the order. Shows how many orders there are, how fast they settle, what waits and what fails.',
    variables: [environment()],
  },
  healthRow,
  ordersRow,
  messagesRow,
  failuresRow,
  stockRow,
);
