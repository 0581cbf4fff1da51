import { setTimeout as delay } from 'node:timers/promises';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { logger } from '#telemetry/logger.ts';

/** Locks the row of a product repeatedly, with short breaks. Returns a function that stops it. */
export function contend(database: Sequelize, product: string, milliseconds: number): () => Promise<void> {
  const ended = new AbortController();
  const lock = (transaction: Transaction) =>
    database.query('SELECT id FROM products WHERE id = :product FOR UPDATE', {
      replacements: { product },
      type: QueryTypes.SELECT,
      transaction,
    });
  const wait = (time: number) => delay(time, undefined, { signal: ended.signal }).catch(() => undefined);
  const contending = (async () => {
    while (!ended.signal.aborted) {
      try {
        await database.transaction(async (transaction) => {
          await lock(transaction);
          await wait(milliseconds);
        });
      } catch (error) {
        logger.warn('failed to lock product row', { product, error });
      }
      await wait(10);
    }
  })();
  return async () => {
    ended.abort();
    await contending;
  };
}
