import type { Sequelize } from 'sequelize';
import type { Faults } from '#platform/faults/faults.ts';
import { contend } from './hot-key.ts';
import { drift, endDrift } from './stock-drift.ts';

/** Disturbs the stock while the faults `hot-key` or `stock-drift` are active. */
export function disturbStock(faults: Faults, database: Sequelize): void {
  faults.during('hot-key', ({ product, milliseconds }) => contend(database, product, milliseconds));
  faults.during(
    'stock-drift',
    async ({ product, units }) => {
      await drift(database, product, units);
      return () => endDrift(database, product);
    },
    () => endDrift(database),
  );
}
