import type { Migration } from '#platform/database/migrate.ts';

/** The users who requested the cancellation before `order.placed` arrived (JSON). */
export const up: Migration = ({ context: { execute } }) =>
  execute('ALTER TABLE orders ADD COLUMN IF NOT EXISTS cancellation_requests JSON NULL');
