import type { Connection } from 'mysql2';
import { Sequelize } from 'sequelize';
import { faults } from '../faults/this-process.ts';
import type { Dependency } from '../process/dependency.ts';
import { injectDatabaseFaults } from './faults.ts';
import { measurePool } from './pool-metrics.ts';
import { measureStatements } from './statement-metrics.ts';

export interface ConnectOptions {
  /** The maximum number of connections. */
  poolMax?: number;
}

/**
 * Creates a pool of connections to MariaDB in READ COMMITTED, UTC and utf8mb4. Connections are opened on demand, so the
 * database may be unavailable when the pool is created.
 * @param name the name of the pool in metrics
 */
export function connect(url: string, name: string, { poolMax = 10 }: ConnectOptions = {}): Sequelize {
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    dialectOptions: { charset: 'utf8mb4', connectTimeout: 5_000 },
    logging: false,
    timezone: '+00:00',
    pool: { max: poolMax, acquire: 5_000, idle: 60_000 },
    hooks: { afterConnect: (connection) => setIsolationLevel(connection as Connection) },
  });
  measurePool(sequelize, name);
  measureStatements(sequelize, name);
  if (faults !== undefined) injectDatabaseFaults(faults, sequelize);
  return sequelize;
}

/** Sets the isolation level once per connection, which saves a statement per transaction. */
function setIsolationLevel(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/**
 * Returns the database as a dependency of `GET /health/ready`.
 * @param migrated settles when the tables exist
 */
export function databaseDependency(sequelize: Sequelize, migrated: Promise<unknown> = Promise.resolve()): Dependency {
  return {
    name: 'mariadb',
    check: async () => {
      await migrated;
      await sequelize.authenticate();
    },
  };
}
