import { metrics } from '@opentelemetry/api';

export const ordersPlaced = metrics.getMeter('orderflow').createCounter('orderflow.orders.placed', {
  description: 'Orders accepted',
  unit: '{order}',
});
// There from the start, so that the first order is an increase.
ordersPlaced.add(0);
