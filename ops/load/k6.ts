import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buildK6, missingGo } from '../stack/programs/go.ts';
import { isKept, program, versions } from '../stack/programs/programs.ts';
import { which } from '../stack/programs/run.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';

/**
 * Finds k6 in the cache of built programs or on the PATH. If there is none, builds it, which takes a minute or two.
 * @throws {Obstacle} if k6 is not installed and cannot be built
 */
export async function findK6(log: string, say: (line: string) => void): Promise<string> {
  if (isKept('k6')) return program('k6');
  const installed = await which('k6');
  if (installed !== undefined) return installed;
  const missing = await missingGo('k6');
  if (missing !== undefined) throw new Obstacle(`k6 ${versions.k6} is not installed and cannot be built: ${missing}`);
  await mkdir(dirname(log), { recursive: true });
  let reportedAt = 0;
  const progress = (detail: string) => {
    if (Date.now() - reportedAt < 5_000) return;
    reportedAt = Date.now();
    say(`building k6 ${versions.k6}: ${detail}`);
  };
  try {
    await buildK6({ log, progress, signal: new AbortController().signal });
  } catch (error) {
    throw new Obstacle(error instanceof Error ? error.message : String(error));
  }
  return program('k6');
}
