import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { StackPaths } from '../paths.ts';
import { aptInstall, missingProgram } from '../programs/apt.ts';
import { versions } from '../programs/programs.ts';
import { run } from '../programs/run.ts';
import type { Secrets } from '../secrets.ts';
import type { Component } from './component.ts';

const packages = 'mariadb-server-core mariadb-client-core';
const databases = ['users', 'products', 'orders'] as const;

/** The system's server with a data folder of its own, and a database and a user for each service. */
export function mariadb(paths: StackPaths, secrets: Secrets): Component {
  const port = paths.ports.mariadb;
  const data = join(paths.data, 'mariadb');
  const firstStatements = join(paths.data, 'mariadb.sql');
  // In /tmp, two servers take each other's tables away.
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
      // Made aside, so that an interrupted one is not taken for whole.
      const part = `${data}.part`;
      await rm(part, { recursive: true, force: true });
      context.progress('making the data folder');
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
        },
        context,
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
      ],
    }),
    async ready() {
      const connection = await createConnection({ uri: databaseUrl(paths, secrets, 'root'), connectTimeout: 2_000 });
      await connection.query('SELECT 1');
      await connection.end();
      return true;
    },
  };
}

/** How a user reaches the server; a service's user has the database of the same name. */
export function databaseUrl(paths: StackPaths, secrets: Secrets, user: 'root' | (typeof databases)[number]): string {
  const database = user === 'root' ? '' : user;
  return `mysql://${user}:${secrets.mariadb[user]}@127.0.0.1:${paths.ports.mariadb}/${database}`;
}

/** Run by the server at every start, before it answers anyone. Passwords are base64url: nothing to escape. */
function statements(secrets: Secrets): string {
  const ofServices = databases.flatMap((name) => [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`,
    `CREATE OR REPLACE USER ${name}@localhost IDENTIFIED BY '${secrets.mariadb[name]}';`,
    `GRANT ALL ON ${name}.* TO ${name}@localhost;`,
  ]);
  // What the collector's mysql receiver asks for: counters of the server, and nothing of a database.
  const monitor = [
    `CREATE OR REPLACE USER monitor@localhost IDENTIFIED BY '${secrets.mariadb.monitor}' WITH MAX_USER_CONNECTIONS 5;`,
    'GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor@localhost;',
    'GRANT SELECT ON performance_schema.* TO monitor@localhost;',
  ];
  const root = [
    `ALTER USER root@localhost IDENTIFIED BY '${secrets.mariadb.root}';`,
    "DELETE FROM mysql.global_priv WHERE user = 'root' AND host <> 'localhost';",
    'FLUSH PRIVILEGES;',
  ];
  return `${[...root, ...ofServices, ...monitor].join('\n')}\n`;
}
