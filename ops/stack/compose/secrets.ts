// ops/stack/compose/secrets.ts: generates the passwords at the first start, each in the volume of the container that needs it
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '/secrets';
const databases = ['users', 'products', 'orders'] as const;

// Each set of files is generated once. Its last file is written last, so that it exists only if all the others do.
const generated = [
  // MariaDB runs this file when it creates its data folder.
  once('mariadb/databases.sql', generateDatabases),
  // MariaDB runs this file at every start, so that existing data folders get this user too.
  once('mariadb/monitor.sql', generateMonitor),
  once('users/frontend.env', generateFrontendSecret),
];
console.log(generated.includes(true) ? 'generated the passwords' : 'the passwords exist');

function once(last: string, generate: (last: string) => void): boolean {
  if (existsSync(join(folder, last))) return false;
  generate(last);
  return true;
}

function generateDatabases(last: string): void {
  const users = databases.map((name) => ({ name, password: password() }));
  for (const user of users) {
    write(
      join(user.name, 'database.env'),
      `DATABASE_URL=mysql://${user.name}:${user.password}@mariadb:3306/${user.name}`,
    );
  }
  write(join('grafana', 'admin-password'), password());
  write(join('mariadb', 'root-password'), password());
  write(last, users.flatMap(statementsFor).join('\n'));
}

/** Generates the user of the collector, who may read the counters of the server, but no data. */
function generateMonitor(last: string): void {
  const secret = password();
  // Without a line end, which the collector would read as part of the password.
  write(join('otel-collector', 'mariadb-password'), secret, '');
  const statements = [
    `CREATE OR REPLACE USER monitor IDENTIFIED BY '${secret}' WITH MAX_USER_CONNECTIONS 5;`,
    'GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor;',
    'GRANT SELECT ON performance_schema.* TO monitor;',
  ];
  write(last, statements.join('\n'));
}

/** Generates the secret with which the frontend proves itself to user-service. */
function generateFrontendSecret(last: string): void {
  const line = `FRONTEND_SECRET=${password()}`;
  write(join('frontend', 'frontend.env'), line);
  write(last, line);
}

/** Returns the statements for a user who has all rights in the database of the same name, and none elsewhere. */
function statementsFor({ name, password }: { name: string; password: string }): string[] {
  return [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`,
    `CREATE OR REPLACE USER ${name} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON ${name}.* TO ${name};`,
  ];
}

/** Returns 24 characters of base64url, which need no escaping in a URL or a statement. */
function password(): string {
  return randomBytes(18).toString('base64url');
}

/** Writes a file that every user may read: only the containers that mount the volume see it. */
function write(name: string, content: string, end = '\n'): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${content}${end}`, { mode: 0o444 });
}
