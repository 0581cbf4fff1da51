import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sequelize, Transaction } from 'sequelize';
import { type MigrationFn, SequelizeStorage, Umzug } from 'umzug';
import { logger } from '#telemetry/logger.ts';
import { withLock } from './lock.ts';
import { isTableMissing, isUnavailable } from './unavailable.ts';

/** What a migration works on. */
export interface Context {
  execute: (sql: string) => Promise<unknown>;
}

/**
 * What a migration file exports as `up`. MariaDB can't roll a table definition back: write statements that may run
 * again (`IF NOT EXISTS`).
 */
export type Migration = MigrationFn<Context>;

const retryMs = 1_000;

/**
 * Brings the database to the newest of the migrations in `folder`, in the order of their names. Safe when several
 * instances start at once: one migrates, the others wait for it. Waits as long as the database is away.
 * @param fill adds the first rows; runs at every start, in every instance
 */
export async function migrate(
  sequelize: Sequelize,
  folder: URL,
  fill: () => Promise<void> = async () => undefined,
): Promise<void> {
  for (;;) {
    await waitForDatabase(sequelize);
    try {
      await withLock(sequelize, 'migrations', (transaction) => runMigrations(sequelize, folder, transaction));
      await fill();
      return;
    } catch (error) {
      // Everywhere else a missing table is one that the migrations have yet to make.
      if (!isUnavailable(error) || isTableMissing(error)) throw error;
      logger.warn('the migration was interrupted', { error });
      await delay(retryMs);
    }
  }
}

/** Resolves when the database answers. Says so once when it is away (or away for another reason), and once when it is back. */
export async function waitForDatabase(sequelize: Sequelize): Promise<void> {
  let reason: string | undefined;
  for (;;) {
    try {
      await sequelize.authenticate();
      if (reason !== undefined) logger.info('the database is there');
      return;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      const { message } = error as Error;
      if (message !== reason) logger.warn('waiting for the database', { error });
      reason = message;
      await delay(retryMs);
    }
  }
}

/** The statements run on the connection that has the lock: if it is lost, so is the right to go on. */
async function runMigrations(sequelize: Sequelize, folder: URL, transaction: Transaction): Promise<void> {
  const umzug = new Umzug<Context>({
    migrations: { glob: ['*.ts', { cwd: fileURLToPath(folder) }] },
    context: { execute: (sql) => sequelize.query(sql, { transaction }) },
    storage: new SequelizeStorage({ sequelize, tableName: 'migrations' }),
    logger: undefined,
  });
  umzug.on('migrated', ({ name }) => void logger.info('migrated the database', { migration: name }));
  await umzug.up();
}
