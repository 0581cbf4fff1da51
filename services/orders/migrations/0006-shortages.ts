import type { Migration } from '#platform/database/migrate.ts';

/** The products of which too few were available (JSON). */
export const up: Migration = ({ context: { execute } }) =>
  execute('ALTER TABLE orders ADD COLUMN IF NOT EXISTS shortages JSON NULL');
