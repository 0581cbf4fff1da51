import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { logger } from '#telemetry/logger.ts';

const waitSeconds = 30;

/**
 * Does work that only one instance may do at a time. The lock (GET_LOCK) belongs to one connection and goes with it; a
 * transaction is how Sequelize holds on to one. It commits after the lock is given up: what the next instance must see
 * is written outside it, or commits by itself as table definitions do.
 * @param name of the lock, within the database
 */
export function withLock<T>(
  sequelize: Sequelize,
  name: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return sequelize.transaction(async (transaction) => {
    await acquire(sequelize, name, transaction);
    try {
      return await work(transaction);
    } finally {
      await sequelize.query("DO RELEASE_LOCK(CONCAT(DATABASE(), '.', :name))", { replacements: { name }, transaction });
    }
  });
}

async function acquire(sequelize: Sequelize, name: string, transaction: Transaction): Promise<void> {
  for (;;) {
    const [row] = await sequelize.query<{ acquired: number | null }>(
      "SELECT GET_LOCK(CONCAT(DATABASE(), '.', :name), :waitSeconds) AS acquired",
      { replacements: { name, waitSeconds }, type: QueryTypes.SELECT, transaction },
    );
    if (row?.acquired === 1) return;
    logger.info('another instance holds the lock: waiting for it', { lock: name });
  }
}
