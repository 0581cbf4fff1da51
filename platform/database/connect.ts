import type { Connection } from 'mysql2';
import { Sequelize } from 'sequelize';
import { faults } from '../faults/this-process.ts';
import type { Dependency } from '../process/health.ts';
import { injectDatabaseFaults } from './faults.ts';
import { measurePool } from './metrics.ts';

export interface ConnectOptions {
  /** Connections at most. */
  poolMax?: number;
}

/**
 * A pool of connections to MariaDB in READ COMMITTED, UTC and utf8mb4. It opens them when they are needed: the database
 * may be away.
 * @param name how the pool is called in metrics
 */
export function connect(url: string, name: string, { poolMax = 10 }: ConnectOptions = {}): Sequelize {
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    dialectOptions: { charset: 'utf8mb4', connectTimeout: 5_000 },
    logging: false,
    timezone: '+00:00',
    pool: { max: poolMax, acquire: 5_000, idle: 60_000 },
    hooks: { afterConnect: (connection) => readCommitted(connection as Connection) },
  });
  measurePool(sequelize, name);
  if (faults !== undefined) injectDatabaseFaults(faults, sequelize);
  return sequelize;
}

/** Set once per connection, so that no transaction has to. */
function readCommitted(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/**
 * What /health/ready asks of the database.
 * @param prepared settles when the tables are there
 */
export function databaseDependency(sequelize: Sequelize, prepared: Promise<unknown> = Promise.resolve()): Dependency {
  return {
    name: 'mariadb',
    check: async () => {
      await prepared;
      await sequelize.authenticate();
    },
  };
}
