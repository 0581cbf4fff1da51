import type { Migration } from '#platform/database/migrate.ts';

/** Finds the pending orders, oldest first, among any number of settled orders. */
export const up: Migration = ({ context: { execute } }) =>
  execute('CREATE INDEX IF NOT EXISTS orders_by_status ON orders (status, placed_at)');
