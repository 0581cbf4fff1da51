import { accessSync, constants, readFileSync } from 'node:fs';
import type { KafkaConfig, SASLOptions } from 'kafkajs';
import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';

/** The credential of a client of Kafka, and the certificates that it trusts. By default connections have neither. */
export interface Security {
  /** The user, who authenticates with SCRAM-SHA-512, so that the password itself is never sent. */
  user?: { name: string; passwordFile: string };
  /** The file with the certificates (PEM) that sign those of the brokers. If it is set, connections are encrypted (TLS). */
  caFile?: string;
}

/** A file that exists and that this process may read. */
export const readableFile = z.string().refine(isReadable, 'must be a readable file').optional();

const settings = z
  .object({ KAFKA_USERNAME: z.string().optional(), KAFKA_PASSWORD_FILE: readableFile, KAFKA_CA_FILE: readableFile })
  .refine(({ KAFKA_USERNAME: name, KAFKA_PASSWORD_FILE: file }) => (name === undefined) === (file === undefined), {
    error: 'needs KAFKA_USERNAME, and the other way around',
    path: ['KAFKA_PASSWORD_FILE'],
  });

/** Reads the security settings of this process from the environment. Ends the process if they are invalid. */
export function readSecurity(): Security {
  const { KAFKA_USERNAME: name, KAFKA_PASSWORD_FILE: passwordFile, KAFKA_CA_FILE: caFile } = readConfig(settings);
  return {
    ...(name !== undefined && passwordFile !== undefined && { user: { name, passwordFile } }),
    ...(caFile !== undefined && { caFile }),
  };
}

/** Returns the security options of a client of kafkajs. */
export function securityOptions({ user, caFile }: Security): Pick<KafkaConfig, 'sasl' | 'ssl'> {
  return {
    ...(user !== undefined && { sasl: scram(user) }),
    ...(caFile !== undefined && { ssl: { ca: [readFileSync(caFile, 'utf8')] } }),
  };
}

/** The password is read again for each connection, so that a changed one needs no restart. */
function scram({ name, passwordFile }: NonNullable<Security['user']>): SASLOptions {
  let password = '';
  return {
    mechanism: 'scram-sha-512',
    username: name,
    get password() {
      // While the file is being replaced, the previous password is used.
      if (isReadable(passwordFile)) password = readFileSync(passwordFile, 'utf8').trim();
      return password;
    },
  };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
