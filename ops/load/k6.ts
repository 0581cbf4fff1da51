import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExpectedError } from '../cli/command.ts';
import { buildK6 } from '../stack/programs/builds.ts';
import { missingGo } from '../stack/programs/go.ts';
import { isCached, programPath, versions } from '../stack/programs/programs.ts';

const reportEveryMs = 5_000;

/**
 * Returns the path of k6. If it is neither built nor installed, builds it, which takes a minute or two.
 * @throws {ExpectedError} if k6 is not installed and cannot be built
 */
export async function findK6(log: string, report: (line: string) => void): Promise<string> {
  if (isCached('k6')) return programPath('k6');
  const missing = await missingGo('k6');
  if (missing !== undefined)
    throw new ExpectedError(`k6 ${versions.k6} is not installed and cannot be built: ${missing}`);
  await mkdir(dirname(log), { recursive: true });
  let reportedAt = 0;
  const progress = (detail: string) => {
    if (Date.now() - reportedAt < reportEveryMs) return;
    reportedAt = Date.now();
    report(`building k6 ${versions.k6}: ${detail}`);
  };
  try {
    await buildK6({ log, progress, signal: new AbortController().signal });
  } catch (error) {
    throw new ExpectedError(error instanceof Error ? error.message : String(error));
  }
  return programPath('k6');
}
