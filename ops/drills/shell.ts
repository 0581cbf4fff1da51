import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { repository } from '../stack/paths.ts';

/** Running commands. */
export interface Running {
  /** Resolves when the commands have ended. Rejects with their output when they fail, except after `end`. */
  done: Promise<void>;
  /** Ends the commands and every process that they started. */
  end(): void;
}

/** Runs commands at the root of the repository, as a person would paste them. Stops at the first that fails. */
export function runInShell(commands: string, env: Readonly<Record<string, string>>): Running {
  const path = [join(repository, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const child = spawn('bash', ['-eo', 'pipefail', '-c', commands], {
    cwd: repository,
    env: { ...process.env, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A new process group, so that the processes that the commands start can be ended with them.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-2_000);
    });
  }
  let ended = false;
  const done = (async () => {
    const [code] = await once(child, 'close');
    if (!ended && code !== 0) throw new Error(`failed:\n${commands}${output}`);
  })();
  // Callers may await `done`; this avoids an unhandled rejection if none does.
  done.catch(() => undefined);
  return {
    done,
    end: () => {
      ended = true;
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    },
  };
}
