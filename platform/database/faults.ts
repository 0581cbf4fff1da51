import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2';
import type { Sequelize } from 'sequelize';
import type { Faults } from '../faults/faults.ts';

/** Sequelize's pool, with the property that its types omit. */
type Pool = Sequelize['connectionManager'] & { pool: { maxSize: number } };

/** Slows statements down and leaks connections while the faults `slow-database` and `connection-leak` are on. */
export function injectDatabaseFaults(faults: Faults, sequelize: Sequelize): void {
  sequelize.addHook('beforeQuery', async (_options, query) => {
    for (const { milliseconds } of faults.active('slow-database')) {
      await sleep((query as unknown as { connection: Connection }).connection, milliseconds);
    }
  });
  faults.during('connection-leak', ({ free }) => leak(sequelize, free));
}

/** Makes the server sleep, so that the delay is visible in the server, in traces and in the metrics of statements. */
function sleep(connection: Connection, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query('DO SLEEP(?)', [milliseconds / 1_000], (error) => (error ? reject(error) : resolve()));
  });
}

/** Takes connections as they become free, until `free` are left. The returned function gives them back. */
function leak(sequelize: Sequelize, free: number): () => Promise<void> {
  const manager = sequelize.connectionManager as Pool;
  const wanted = manager.pool.maxSize - free;
  const ended = new AbortController();
  const take = async () => {
    const taken: Awaited<ReturnType<Pool['getConnection']>>[] = [];
    while (taken.length < wanted && !ended.signal.aborted) {
      await manager.getConnection({ type: 'write' }).then(
        (connection) => taken.push(connection),
        () => delay(1_000, undefined, { signal: ended.signal }).catch(() => undefined),
      );
    }
    return taken;
  };
  const taking = take();
  return async () => {
    ended.abort();
    for (const connection of await taking) manager.releaseConnection(connection);
  };
}
