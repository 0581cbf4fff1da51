import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sequelize, Transaction } from 'sequelize';
import { type MigrationFn, SequelizeStorage, Umzug } from 'umzug';
import { logger } from '#telemetry/logger.ts';
import { withLock } from './lock.ts';
import { isTableMissing, isUnavailable } from './unavailable.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** The database, as a migration sees it. */
export interface MigrationContext {
  execute: (sql: string) => Promise<unknown>;
}

/**
 * The function that a migration file exports as `up`. MariaDB cannot roll back table definitions, so a migration may
 * run again after a failure: write statements that allow this, such as `CREATE TABLE IF NOT EXISTS`.
 */
export type Migration = MigrationFn<MigrationContext>;

const retryMs = 1_000;

/**
 * Runs the new migrations of `folder` in the order of their names, then `seed`. Waits while the database is unavailable.
 * Several instances may call this concurrently: one runs the migrations while the others wait.
 * @param seed adds initial rows; runs at every start of every instance
 */
export async function migrate(
  sequelize: Sequelize,
  folder: URL,
  seed: () => Promise<void> = async () => undefined,
): Promise<void> {
  for (;;) {
    await waitForDatabase(sequelize);
    try {
      await withLock(sequelize, 'migrations', (transaction) => runMigrations(sequelize, folder, transaction));
      await seed();
      return;
    } catch (error) {
      // isUnavailable() includes missing tables, because elsewhere they mean that migrations have not finished. Here they
      // are an error of the migration.
      if (!isUnavailable(error) || isTableMissing(error)) throw error;
      logger.warn('migration interrupted, retrying', { error });
      await delay(retryMs);
    }
  }
}

/** Runs the statements on the connection that holds the lock: if the connection is lost, the migration stops too. */
async function runMigrations(sequelize: Sequelize, folder: URL, transaction: Transaction): Promise<void> {
  const umzug = new Umzug<MigrationContext>({
    migrations: { glob: ['*.ts', { cwd: fileURLToPath(folder) }] },
    context: { execute: (sql) => sequelize.query(sql, { transaction }) },
    storage: new SequelizeStorage({ sequelize, tableName: 'migrations' }),
    logger: undefined,
  });
  umzug.on(
    'migrated',
    ({ name }) => void logger.info('database migrated', { event: 'database.migrated', migration: name }),
  );
  await umzug.up();
}
