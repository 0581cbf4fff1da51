import { existsSync } from 'node:fs';
import { z } from 'zod';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { ExpectedError } from '../../cli/command.ts';
import { stackPathsAt } from '../paths.ts';
import { admin, credentialsFolder, passwordFile, readPassword } from './credentials.ts';
import { setPasswords } from './scram-users.ts';

/** A Kafka cluster whose users can be changed. */
export interface Target {
  brokers: string[];
  /** The folder with the passwords of all users. */
  folder: string;
  /** Creates users, or changes their passwords. */
  setPasswords(passwords: ReadonlyMap<string, string>): Promise<void>;
}

/**
 * Returns the cluster that the environment names (KAFKA_BROKERS, KAFKA_CREDENTIALS), otherwise that of `npm start`.
 * @throws {ExpectedError} if there are no credentials
 */
export function readTarget(): Target {
  const { KAFKA_BROKERS, KAFKA_CREDENTIALS: folder } = readConfig(
    z.object({ KAFKA_BROKERS: brokers, KAFKA_CREDENTIALS: z.string().default(credentialsFolder(stackPathsAt(0))) }),
  );
  if (!existsSync(passwordFile(folder, admin)))
    throw new ExpectedError(`${passwordFile(folder, admin)} does not exist`);
  const [address = ''] = KAFKA_BROKERS;
  return {
    brokers: KAFKA_BROKERS,
    folder,
    setPasswords: (passwords) =>
      setPasswords(address, { username: admin, password: readPassword(folder, admin) }, passwords),
  };
}
