import type { EventData, NewEvent } from '#events/catalog.ts';
import type { Emitted as EmittedBy } from '#events/emissions.ts';
import { maxCents } from '#events/fields.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import type { Decide, Decision } from '#events/worker/handler.ts';
import type { LedgerEntry, OrderedItem, Reservation, Stock } from './stock.ts';

export type Consumed = Subscribed<'products'>;
type Emitted = EmittedBy<'product-worker'>;

/** Reserves the stock of an order and decides its price, or releases its stock: always all items or none. */
export const decide: Decide<Stock, Consumed, Emitted> = (stock, event) => {
  switch (event.type) {
    case 'order.placed':
      return reserve(stock, event.data);
    case 'order.expired':
    case 'order.cancelled':
      return release(stock, event.data.orderId);
  }
};

function reserve(stock: Stock, { orderId, items }: EventData<'order.placed'>): Decision<Stock, Emitted> {
  if (stock.reservations.has(orderId)) return [stock, []];
  if (new Set(items.map(({ productId }) => productId)).size < items.length) {
    return reject(stock, orderId, 'duplicate-product');
  }
  const wanted = items.flatMap(({ productId, quantity }) => {
    const product = stock.products.get(productId);
    return product === undefined ? [] : [{ product, quantity }];
  });
  if (wanted.length < items.length) return reject(stock, orderId, 'unknown-product');
  const shortages = wanted
    .filter(({ product, quantity }) => product.available < quantity)
    .map(({ product: { id, available }, quantity }) => ({ productId: id, quantity, available }));
  if (shortages.length > 0) return reject(stock, orderId, 'insufficient-stock', shortages);
  const priced = wanted.map(({ product, quantity }) => ({
    productId: product.id,
    name: product.name,
    quantity,
    unitPriceCents: product.priceCents,
  }));
  const totalCents = priced.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
  if (totalCents > maxCents) return reject(stock, orderId, 'total-too-high');
  return [
    move(stock, orderId, { status: 'reserved', items }, items, 'reserved'),
    [{ type: 'stock.reserved', data: { orderId, items: priced, totalCents } }],
  ];
}

function reject(
  stock: Stock,
  orderId: string,
  reason: EventData<'stock.rejected'>['reason'],
  shortages: EventData<'stock.rejected'>['shortages'] = [],
): Decision<Stock, Emitted> {
  const rejected: NewEvent<'stock.rejected'> = { type: 'stock.rejected', data: { orderId, reason, shortages } };
  return [withReservation(stock, orderId, { status: 'rejected' }), [rejected]];
}

function release(stock: Stock, orderId: string): Decision<Stock, Emitted> {
  const reservation = stock.reservations.get(orderId);
  const released: Reservation = { status: 'released' };
  if (reservation === undefined) return [withReservation(stock, orderId, released), []];
  if (reservation.status !== 'reserved') return [stock, []];
  return [
    move(stock, orderId, released, reservation.items, 'released'),
    [{ type: 'stock.released', data: { orderId } }],
  ];
}

/** Takes items out of the stock or puts them back, and adds a ledger line for each. */
function move(
  stock: Stock,
  orderId: string,
  reservation: Reservation,
  items: readonly OrderedItem[],
  reason: LedgerEntry['reason'],
): Stock {
  let { products, ledger } = stock;
  for (const { productId, quantity } of items) {
    const product = products.get(productId);
    if (product === undefined) throw new Error(`the stock of ${productId} was not loaded`);
    const change = reason === 'reserved' ? -quantity : quantity;
    products = products.set(productId, { ...product, available: product.available + change });
    ledger = ledger.push({ orderId, productId, reason, change });
  }
  return { ...withReservation(stock, orderId, reservation), products, ledger };
}

function withReservation(stock: Stock, orderId: string, reservation: Reservation): Stock {
  return { ...stock, reservations: stock.reservations.set(orderId, reservation) };
}
