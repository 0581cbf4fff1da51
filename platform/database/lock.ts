import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { logger } from '#telemetry/logger.ts';

const waitSeconds = 30;

/**
 * Runs `work` while holding a lock, so that only one instance runs it at a time.
 *
 * MariaDB's GET_LOCK belongs to one connection; the transaction keeps Sequelize on that connection. The transaction
 * commits after the lock is released. Write whatever the next instance must see outside the transaction, or with
 * statements that commit by themselves, such as table definitions.
 * @param name the name of the lock, unique within the database
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
    logger.info('lock held by another instance, waiting', { lock: name });
  }
}
