import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, repository } from '../paths.ts';
import type { PreparationContext } from './context.ts';

export const versions = {
  mariadb: '10.11',
  kafka: '4.3.1',
  'otel-collector': '0.158.0',
  jaeger: '2.13.0',
  loki: '3.7.8',
  prometheus: '3.15.0',
  alertmanager: '0.28.1',
  k6: '1.8.1',
} as const;

/** The files that, with the versions, name the folder of built programs. */
const madeFrom = ['ops/stack/kafka/pom.xml', 'observability/collector/builder.yaml'];

/** One folder per set of versions, which all clones share. Programs in it never change. */
const folder = join(cacheFolder, digest());

function digest(): string {
  const hash = createHash('sha256').update(JSON.stringify(versions));
  for (const name of madeFrom) {
    const file = join(repository, name);
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Returns the path of a built program, or of its folder. */
export const programPath = (name: string): string => join(folder, name);

export const isCached = (name: string): boolean => existsSync(programPath(name));

/**
 * Builds a program unless it is built already. `make` gets a scratch folder, and the path to write the program to. The
 * program appears under its name only when it is complete. Of several processes, one builds it and the others wait.
 */
export async function buildOnce(
  name: string,
  context: PreparationContext,
  make: (scratch: string, target: string) => Promise<void>,
): Promise<void> {
  if (isCached(name)) return;
  await mkdir(folder, { recursive: true });
  const waiting = setTimeout(() => context.progress('another process is building it'), 1000);
  await using _lock = await locked(join(folder, `${name}.lock`), context.signal).finally(() => clearTimeout(waiting));
  if (isCached(name)) return;
  // Remove the files of a killed build.
  for (const left of await readdir(folder)) {
    if (left.startsWith(`${name}.part-`)) await remove(join(folder, left));
  }
  const scratch = await mkdtemp(programPath(`${name}.part-`));
  try {
    const target = join(scratch, name);
    await make(scratch, target);
    await rename(target, programPath(name));
  } finally {
    await remove(scratch);
  }
}

const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** Takes a lock. However this process ends, the input of flock ends too, and the kernel releases the lock. */
async function locked(file: string, signal: AbortSignal): Promise<AsyncDisposable> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(holder, 'close');
  const cancel = () => holder.kill();
  signal.addEventListener('abort', cancel);
  const got = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
  signal.removeEventListener('abort', cancel);
  signal.throwIfAborted();
  if (!got) throw new Error(`cannot lock ${file}`);
  return {
    [Symbol.asyncDispose]: async () => {
      holder.stdin.end();
      await ended;
    },
  };
}
