// compose/secrets.ts: makes the passwords at the first start, each in the volume of the container that needs it
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '/secrets';
const databases = ['users', 'products', 'orders'] as const;
/** Run by MariaDB when it makes its data folder. It is written last: where it is, all the others are. */
const statements = join(folder, 'mariadb', 'databases.sql');

if (existsSync(statements)) {
  console.log('the passwords are there');
} else {
  make();
  console.log('made the passwords');
}

function make(): void {
  const users = databases.map((name) => ({ name, password: password() }));
  for (const user of users) {
    write(
      join(user.name, 'database.env'),
      `DATABASE_URL=mysql://${user.name}:${user.password}@mariadb:3306/${user.name}`,
    );
  }
  write(join('grafana', 'admin-password'), password());
  write(join('mariadb', 'root-password'), password());
  write(join('mariadb', 'databases.sql'), users.flatMap(statementsFor).join('\n'));
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
function write(name: string, content: string): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${content}\n`, { mode: 0o444 });
}
