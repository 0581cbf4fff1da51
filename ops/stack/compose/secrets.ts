// ops/stack/compose/secrets.ts: makes the passwords at the first start, each in the volume of the container that needs it
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '/secrets';
const databases = ['users', 'products', 'orders'] as const;

// Each is made once, and its last file written last: where that is, all the others are.
const made = [
  // Run by MariaDB when it makes its data folder.
  once('mariadb/databases.sql', makeDatabases),
  // Run by MariaDB at every start, so that servers which are older than this user get it too.
  once('mariadb/monitor.sql', makeMonitor),
];
console.log(made.includes(true) ? 'made the passwords' : 'the passwords are there');

function once(last: string, make: (last: string) => void): boolean {
  if (existsSync(join(folder, last))) return false;
  make(last);
  return true;
}

function makeDatabases(last: string): void {
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

/** The collector's user sees the server's counters, and nothing of a database. */
function makeMonitor(last: string): void {
  const secret = password();
  // The collector takes a line end for a part of it.
  write(join('otel-collector', 'mariadb-password'), secret, '');
  const statements = [
    `CREATE OR REPLACE USER monitor IDENTIFIED BY '${secret}' WITH MAX_USER_CONNECTIONS 5;`,
    'GRANT PROCESS, SLAVE MONITOR ON *.* TO monitor;',
    'GRANT SELECT ON performance_schema.* TO monitor;',
  ];
  write(last, statements.join('\n'));
}

/** A user may do anything in the database of its name, and nothing elsewhere. */
function statementsFor({ name, password }: { name: string; password: string }): string[] {
  return [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`,
    `CREATE OR REPLACE USER ${name} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON ${name}.* TO ${name};`,
  ];
}

/** 24 characters of base64url: nothing to escape in an address or a statement. */
function password(): string {
  return randomBytes(18).toString('base64url');
}

/** Readable for whatever user a container has: only the containers that mount the volume see it. */
function write(name: string, content: string, end = '\n'): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${content}${end}`, { mode: 0o444 });
}
