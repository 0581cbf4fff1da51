import type { StackPaths } from './paths.ts';
import type { Secrets } from './secrets.ts';

const withoutDatabase = ['root', 'monitor'];

/** Returns the address of the database server for a user. The user of a service has the database of the same name. */
export function databaseUrl(paths: StackPaths, secrets: Secrets, user: keyof Secrets['mariadb']): string {
  const database = withoutDatabase.includes(user) ? '' : user;
  return `mysql://${user}:${secrets.mariadb[user]}@127.0.0.1:${paths.ports.mariadb}/${database}`;
}
