// bench/offer.ts, run by k6: offers orders at a constant rate, whatever the answers
import { check } from 'k6';
import http from 'k6/http';

const rate = Number(__ENV['RATE']);
const products = JSON.parse(__ENV['PRODUCTS'] ?? '[]') as string[];
const run = __ENV['RUN'];

export const options = {
  scenarios: {
    orders: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: '1s',
      duration: `${__ENV['SECONDS']}s`,
      preAllocatedVUs: Math.min(2_000, Math.ceil(rate / 2) + 20),
    },
  },
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)'],
  discardResponseBodies: true,
};

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

export function handleSummary(data: object): Record<string, string> {
  return { stdout: JSON.stringify(data) };
}
