import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mysql2';
import type { Sequelize } from 'sequelize';
import type { Faults } from '../faults/faults.ts';

/** Sequelize's connection manager with its pool, which Sequelize's types leave out. */
type ConnectionManager = Sequelize['connectionManager'] & { pool: { maxSize: number } };

/** Slows down the statements of a pool, or takes its connections, while these faults are on. */
export function injectDatabaseFaults(faults: Faults, sequelize: Sequelize): void {
  sequelize.addHook('beforeQuery', async (_options, query) => {
    for (const { milliseconds } of faults.active('slow-database')) {
      await sleep((query as unknown as { connection: Connection }).connection, milliseconds);
    }
  });
  faults.during('connection-leak', ({ free }) => leak(sequelize, free));
}

/** Sleeps on the server, so that the delay shows in its process list, in traces and in metrics. */
function sleep(connection: Connection, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query('DO SLEEP(?)', [milliseconds / 1_000], (error) => (error ? reject(error) : resolve()));
  });
}

/** Takes all connections but `free` from the pool, as they become available. Returns a function that gives them back. */
function leak(sequelize: Sequelize, free: number): () => Promise<void> {
  const manager = sequelize.connectionManager as ConnectionManager;
  const wanted = manager.pool.maxSize - free;
  const ended = new AbortController();
  const take = async () => {
    const taken: Awaited<ReturnType<ConnectionManager['getConnection']>>[] = [];
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
