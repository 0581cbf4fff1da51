import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { databaseUrl } from '../database-url.ts';
import { monitorStatements } from '../mariadb-monitor.ts';
import type { StackPaths } from '../paths.ts';
import { aptInstall, missingProgram } from '../programs/apt.ts';
import { versions } from '../programs/programs.ts';
import { run } from '../programs/run.ts';
import type { Secrets } from '../secrets.ts';
import type { Component } from './component.ts';

const packages = 'mariadb-server-core mariadb-client-core';
const databases = ['users', 'products', 'orders'] as const;
/** MariaDB replaces the umask of its process by these rights. */
const privateFiles = { UMASK: '0600', UMASK_DIR: '0700' };

/** Returns the installed MariaDB server, with a separate data folder, and a database and a user for each service. */
export function mariadb(paths: StackPaths, secrets: Secrets): Component {
  const port = paths.ports.mariadb;
  const data = join(paths.data, 'mariadb');
  const firstStatements = join(paths.data, 'mariadb.sql');
  // Two servers that share /tmp would remove each other's temporary tables.
  const temporary = `--tmpdir=${paths.data}`;
  return {
    name: 'mariadb',
    version: versions.mariadb,
    tier: 'servers',
    ports: [port],
    needs: [],
    missingRequirement: () => missingProgram('mariadbd', packages),
    install: (context) => aptInstall('mariadbd', packages, context),
    async prepare(context) {
      await mkdir(paths.data, { recursive: true });
      await writeFile(firstStatements, statements(secrets), { mode: 0o600 });
      if (existsSync(data)) return;
      // Renamed when complete, so that an interrupted installation is not used.
      const part = `${data}.part`;
      await rm(part, { recursive: true, force: true });
      context.progress('creating the data folder');
      await run(
        {
          file: 'mariadb-install-db',
          args: [
            '--no-defaults',
            '--auth-root-authentication-method=normal',
            '--skip-test-db',
            `--user=${userInfo().username}`,
            `--datadir=${part}`,
            temporary,
          ],
          env: privateFiles,
        },
        context,
        { writesData: true },
      );
      await rename(part, data);
    },
    command: () => ({
      file: 'mariadbd',
      args: [
        '--no-defaults',
        `--user=${userInfo().username}`,
        `--datadir=${data}`,
        temporary,
        `--socket=${join(data, 'mariadb.sock')}`,
        `--pid-file=${join(data, 'mariadb.pid')}`,
        `--init-file=${firstStatements}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        '--character-set-server=utf8mb4',
        '--default-time-zone=+00:00',
        '--max-connections=300',
        '--innodb-buffer-pool-size=128M',
        // Even a user who may read its tables sees no statements of others there.
        '--performance-schema=OFF',
      ],
      env: privateFiles,
    }),
    async ready() {
      const connection = await createConnection({ uri: databaseUrl(paths, secrets, 'root'), connectTimeout: 2_000 });
      await connection.query('SELECT 1');
      await connection.end();
      return true;
    },
  };
}

/** Returns the statements that the server runs at each start. Passwords are base64url, which needs no escaping. */
function statements(secrets: Secrets): string {
  const ofServices = databases.flatMap((name) => [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`,
    `CREATE OR REPLACE USER ${name}@localhost IDENTIFIED BY '${secrets.mariadb[name]}';`,
    `GRANT ALL ON ${name}.* TO ${name}@localhost;`,
  ]);
  const root = [
    `ALTER USER root@localhost IDENTIFIED BY '${secrets.mariadb.root}';`,
    "DELETE FROM mysql.global_priv WHERE user = 'root' AND host <> 'localhost';",
    'FLUSH PRIVILEGES;',
  ];
  const monitor = monitorStatements('monitor@localhost', secrets.mariadb.monitor);
  return `${[...root, ...ofServices, ...monitor].join('\n')}\n`;
}
