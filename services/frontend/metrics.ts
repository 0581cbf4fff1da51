import { metrics } from '@opentelemetry/api';

export const ordersPlaced = metrics.getMeter('orderflow').createCounter('orderflow.orders.placed', {
  description: 'Orders accepted',
  unit: '{order}',
});
