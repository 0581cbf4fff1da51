import { ExpectedError } from '../cli/command.ts';

/** Returns a signal that a SIGINT, SIGTERM or SIGHUP aborts. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupted.abort(new ExpectedError(`stopped by ${name}`)));
  }
  return interrupted.signal;
}
