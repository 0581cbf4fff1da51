import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { credentialsFolder } from '../../stack/kafka/credentials.ts';
import type { StackPaths } from '../../stack/paths.ts';
import { bugs } from './bugs.ts';

/** Sets Kafka up again with the bug, if the bug is one of the set-up. Otherwise does nothing. */
export async function setUpWithBug(bug: string, brokers: string, paths: StackPaths): Promise<void> {
  if (!bugs[bug]?.setsUp) return;
  await promisify(execFile)(
    process.execPath,
    ['--import', './ops/chaos/bugs/preload.ts', './ops/stack/kafka/set-up.ts'],
    { env: { ...process.env, CHAOS_BUG: bug, KAFKA_BROKERS: brokers, KAFKA_CREDENTIALS: credentialsFolder(paths) } },
  );
}
