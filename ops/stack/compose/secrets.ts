// ops/stack/compose/secrets.ts: generates the passwords at the first start, each in the volume of the container that needs it
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { principals } from '#events/access/principals.ts';
import { adminFile, brokerFile, createCredentials, passwordFile } from '../kafka/credentials.ts';
import { monitorStatements } from '../mariadb-monitor.ts';

const folder = process.argv[2] ?? '/secrets';
const databases = ['users', 'products', 'orders'] as const;

// Each set of files is generated once. Its last file is written last, so that it exists only if all the others do.
const generated = [
  // MariaDB runs this file when it creates its data folder.
  once('mariadb/databases.sql', generateDatabases),
  // MariaDB runs this file at every start, so that existing data folders get this user and its rights too.
  writeMonitor(),
  // Alertmanager sends this token with its notifications.
  once('alert-inbox/token.env', (last) => write(last, `ALERT_INBOX_TOKEN=${password()}`)),
  once('users/frontend.env', generateFrontendSecret),
];
createKafkaCredentials();
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

/**
 * Writes the statements that create the user of the collector, with its password if it has one already. Returns whether the
 * file has changed. A newer version may give the user other rights.
 */
function writeMonitor(): boolean {
  const monitorPassword = join('otel-collector', 'mariadb-password');
  const known = read(monitorPassword);
  const secret = known ?? password();
  // Without a line end, which the collector would read as part of the password.
  if (known === undefined) write(monitorPassword, secret, '');
  const statements = monitorStatements('monitor', secret).join('\n');
  const file = join('mariadb', 'monitor.sql');
  if (read(file)?.trim() === statements) return false;
  write(file, statements);
  return true;
}

/** Generates the credentials of Kafka's users. The volume of the admin has all of them. */
function createKafkaCredentials(): void {
  const all = join(folder, 'kafka-admin');
  createCredentials(all, 0o444);
  // Also for Kafka's own tools, which run in the containers of the brokers.
  for (const file of [brokerFile, adminFile]) copy(file(all), file(join(folder, 'kafka-broker')));
  for (const user of principals) copy(passwordFile(all, user), join(folder, `kafka-${user}`, 'password'));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  // A file that only may be read cannot be overwritten.
  rmSync(to, { force: true });
  copyFileSync(from, to);
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

/** Returns the content of a file; undefined if it does not exist. */
function read(name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Writes a file that every user may read: only the containers that mount the volume see it. */
function write(name: string, content: string, end = '\n'): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  // Not even its owner may write to an existing file.
  rmSync(file, { force: true });
  writeFileSync(file, `${content}${end}`, { mode: 0o444 });
}
