import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { principals } from '#events/access/principals.ts';
import { readSecurity, type Security } from '#events/security.ts';
import type { StackPaths } from '../paths.ts';

/** The super user of people and their tools: it sets the stack up, tests it, and may do everything. */
export const admin = 'admin';

/** All users that clients authenticate as. The brokers themselves are another super user, `broker`. */
export const users = [admin, ...principals] as const;

export type User = (typeof users)[number];

type Data = Pick<StackPaths, 'data'>;

/** Returns the folder of the local stack's credentials, beside the data that they protect. */
export const credentialsFolder = ({ data }: Data): string => join(data, 'kafka-credentials');

export const passwordFile = (folder: string, user: User | 'broker'): string => join(folder, `${user}.password`);

/** Returns the file that tells the brokers the passwords of the super users (JAAS). */
export const brokerFile = (folder: string): string => join(folder, 'broker.jaas');

/** Returns the file with which Kafka's own tools connect as admin. */
export const adminFile = (folder: string): string => join(folder, 'admin.properties');

export const readPassword = (folder: string, user: User | 'broker'): string =>
  readFileSync(passwordFile(folder, user), 'utf8').trim();

/**
 * Generates the passwords that do not exist yet, and writes the files that contain those of the super users.
 * @param mode the rights of the files; by default only this user may read them
 */
export function createCredentials(folder: string, mode = 0o600): void {
  mkdirSync(folder, { recursive: true });
  for (const user of [...users, 'broker'] as const) {
    const file = passwordFile(folder, user);
    if (!existsSync(file)) writeFileSync(file, `${randomBytes(18).toString('base64url')}\n`, { mode });
  }
  const ofAdmin = readPassword(folder, admin);
  const ofBroker = readPassword(folder, 'broker');
  const module = 'org.apache.kafka.common.security';
  replace(
    brokerFile(folder),
    [
      'KafkaServer {',
      `  ${module}.plain.PlainLoginModule required username="broker" password="${ofBroker}"`,
      `    user_broker="${ofBroker}" user_${admin}="${ofAdmin}";`,
      `  ${module}.scram.ScramLoginModule required;`,
      '};',
    ],
    mode,
  );
  replace(
    adminFile(folder),
    [
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=${module}.scram.ScramLoginModule required username="${admin}" password="${ofAdmin}";`,
    ],
    mode,
  );
}

function replace(file: string, lines: readonly string[], mode: number): void {
  const content = `${lines.join('\n')}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  // A file that only may be read cannot be overwritten.
  rmSync(file, { force: true });
  writeFileSync(file, content, { mode });
}

/** Returns the credential of a user of the local stack. */
export const securityOf = (paths: Data, name: User): Security => ({
  user: { name, passwordFile: passwordFile(credentialsFolder(paths), name) },
});

/** Returns the variables of a process that connects to the local stack as this user. */
export const securityVariables = (paths: StackPaths, name: User): Record<string, string> => ({
  KAFKA_USERNAME: name,
  KAFKA_PASSWORD_FILE: passwordFile(credentialsFolder(paths), name),
});

/** Returns the credential of a tool: the one in the environment, otherwise that of the local stack, if there is one. */
export function securityOfTool(paths: Data, name: User): Security {
  const given = readSecurity();
  if (given.user !== undefined) return given;
  return existsSync(passwordFile(credentialsFolder(paths), name)) ? { ...given, ...securityOf(paths, name) } : given;
}

/** Returns the variables of a process that connects with the credential of a tool. */
export function variablesOfTool(paths: Data, name: User): Record<string, string> {
  const { user } = securityOfTool(paths, name);
  return user === undefined ? {} : { KAFKA_USERNAME: user.name, KAFKA_PASSWORD_FILE: user.passwordFile };
}
