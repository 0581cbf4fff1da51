import http from 'k6/http';
import type { OrderCounts } from './reconcile.ts';

/** Returns the counts of all users so far. k6's users share no memory, so the counts come from k6's own API. */
export function readCounts(): OrderCounts {
  const read = (metric: string): number => {
    const address = __ENV['K6_API'] || 'localhost:6565';
    const response = http.get(`http://${address}/v1/metrics/${metric}`, {
      responseType: 'text',
      tags: { name: 'k6' },
      responseCallback: http.expectedStatuses(200, 404),
    });
    // k6 has no such metric before the first count.
    if (response.status === 404) return 0;
    if (response.status !== 200) throw new Error(`k6's API at ${address}: ${response.status} ${response.error}`);
    return Number(response.json('data.attributes.sample.count'));
  };
  return { sent: read('orders_sent'), accepted: read('orders_accepted'), refused: read('orders_refused') };
}
