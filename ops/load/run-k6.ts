import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs k6 until it exits. The first Ctrl-C ends the run gracefully, a second one ends it immediately. */
export async function runK6(
  file: string,
  { args, env }: { args: string[]; env: Record<string, string> },
): Promise<number> {
  const child = spawn(file, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    // In a separate process group, because otherwise each Ctrl-C would reach k6 twice and end it immediately.
    detached: process.platform !== 'win32',
  });
  let lastSignalAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Each signal arrives twice: from the terminal, and forwarded by npm.
      if (Date.now() - lastSignalAt < 500) return;
      lastSignalAt = Date.now();
      child.kill(signal);
    });
  }
  process.on('exit', () => child.kill('SIGKILL'));
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}
