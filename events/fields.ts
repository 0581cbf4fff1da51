import { z } from 'zod';

/** The largest amount of money that the databases can store: 42,949,672.95 EUR. */
export const maxCents = 2 ** 32 - 1;

// In lower case, so that an id has one form in every topic, database and URL.
export const orderId = z.uuid().toLowerCase();
export const userId = z.uuid().toLowerCase();

const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed(), 'must be valid Unicode');

export const productId = text(64).min(1);
export const name = text(255);
export const quantity = z.int().min(1).max(100);
export const cents = z.int().min(0).max(maxCents);
export const rejectionReason = z.enum(['insufficient-stock', 'unknown-product', 'duplicate-product', 'total-too-high']);
export const placedAt = z.iso
  .datetime()
  .max(30)
  .regex(/^2\d{3}-/, 'must be a year after 1999');

/** The maximum number of items of an order. */
export const maxItems = 50;

interface Priced {
  items: { quantity: number; unitPriceCents: number }[];
  totalCents: number;
}

/** Returns true if the total is the sum of the prices. */
export const isSum = ({ items, totalCents }: Priced): boolean =>
  totalCents === items.reduce((sum, { quantity: count, unitPriceCents }) => sum + count * unitPriceCents, 0);

export const notTheSum = { path: ['totalCents'], error: 'must be the sum of the prices' };
