import type { Order } from '../clients/order.ts';

/** Describes the history of an order: `pending, 85 ms later confirmed: 49.99 EUR`. */
export function outcomeOf({ history, totalCents, reason, status }: Order): string {
  const steps = history.map(({ status, at }, n) => {
    const before = history[n - 1];
    return before === undefined ? status : `${Date.parse(at) - Date.parse(before.at)} ms later ${status}`;
  });
  const price = totalCents === null || status !== 'confirmed' ? '' : `: ${(totalCents / 100).toFixed(2)} EUR`;
  return `${steps.join(', ')}${price}${reason === null ? '' : `: ${reason}`}`;
}
