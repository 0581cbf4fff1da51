import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { repository } from '../stack/paths.ts';

/** Commands that run. */
export interface Running {
  /** Resolves when they have ended; rejects with what they said when they failed, but not after `end`. */
  done: Promise<void>;
  /** Ends them and what they started. */
  end(): void;
}

/** Runs commands as a person would paste them at the root of the repository; the first that fails is the last. */
export function runInShell(commands: string, env: Readonly<Record<string, string>>): Running {
  const path = [join(repository, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const child = spawn('bash', ['-eo', 'pipefail', '-c', commands], {
    cwd: repository,
    env: { ...process.env, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what they start can be ended with them.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-2_000);
    });
  }
  let wanted = true;
  const done = (async () => {
    const [code] = await once(child, 'close');
    if (wanted && code !== 0) throw new Error(`failed:\n${commands}${output}`);
  })();
  // Whoever waits for it hears of it.
  done.catch(() => undefined);
  return {
    done,
    end: () => {
      wanted = false;
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    },
  };
}
