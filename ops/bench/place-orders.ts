// ops/bench/place-orders.ts, run by k6: places orders at a constant rate, regardless of the responses
import { check } from 'k6';
import http from 'k6/http';

const rate = Number(__ENV['RATE']);
const products = JSON.parse(__ENV['PRODUCTS'] ?? '[]') as string[];
const run = __ENV['RUN'];

// Connections are opened in a first phase that is not measured. Node accepts one connection per turn of its event loop,
// so a burst of new connections would wait longer than any order.
const openingSeconds = 5;
// k6 reuses the first phase's users and their connections for the second only after the last request of the first.
const graceSeconds = 2;
const users = { preAllocatedVUs: Math.min(2_000, rate + 20), timeUnit: '1s' };

/** k6's options: the two phases, and the metrics to report. */
export const options = {
  scenarios: {
    opening: {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      stages: [{ target: rate, duration: `${openingSeconds}s` }],
      gracefulStop: `${graceSeconds}s`,
      ...users,
    },
    orders: {
      executor: 'constant-arrival-rate',
      rate,
      duration: `${__ENV['SECONDS']}s`,
      startTime: `${openingSeconds + graceSeconds}s`,
      ...users,
    },
  },
  summaryTrendStats: ['p(50)', 'p(95)'],
  discardResponseBodies: true,
  // k6 reports a metric for one scenario only if the metric has a threshold.
  thresholds: {
    'http_req_duration{scenario:orders}': ['p(95)>=0'],
    'dropped_iterations{scenario:orders}': ['count>=0'],
    'checks{scenario:orders}': ['rate>=0'],
  },
};

/**
 * Returns the start of the measured phase in milliseconds since 1970, which becomes `setup_data` in the summary. The
 * start is in the middle of the pause between the phases, when no orders are placed.
 */
export function setup(): number {
  return Date.now() + openingSeconds * 1_000 + (graceSeconds * 1_000) / 2;
}

/** Places one order. */
export default function order(): void {
  const body = JSON.stringify({ items: [{ productId: products[__ITER % products.length], quantity: 1 }] });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${__ENV['TOKEN']}`,
    'idempotency-key': `${run}-${__VU}-${__ITER}`,
  };
  const { status } = http.post(`${__ENV['BASE_URL']}/api/orders`, body, { headers });
  check(status, { accepted: (answer) => answer === 202 });
}

/** Prints the summary as JSON. */
export function handleSummary(data: object): Record<string, string> {
  return { stdout: JSON.stringify(data) };
}
