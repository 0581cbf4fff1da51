import type { Options } from 'k6/options';

/** The thresholds of every run: no accepted order is missing, duplicated or unsettled (see reconcile.ts). */
export const nothingLost = {
  orders_missing: ['count==0'],
  orders_unexpected: ['count==0'],
  orders_unsettled: ['count==0'],
};

/**
 * Returns the thresholds of an open-model run.
 * @param accept the limit of the 95th percentile of the time to accept an order, in milliseconds
 * @param settle the limit of the 95th percentile of the time to settle an order, in milliseconds
 */
export const within = (accept: number, settle: number): NonNullable<Options['thresholds']> => ({
  ...nothingLost,
  checks: ['rate>0.99'],
  server_errors: ['rate<0.01'],
  // A dropped visit found no free user, so the load was lower than its rate.
  dropped_iterations: ['count==0'],
  orders_rejected: ['rate<0.01'],
  order_accept_duration: [`p(95)<${accept}`],
  order_settlement_duration: [`p(95)<${settle}`],
});

/** Ends the run ten seconds after it starts, or later, when the threshold is crossed. */
export const abortOver = (threshold: string) => ({ threshold, abortOnFail: true, delayAbortEval: '10s' });
