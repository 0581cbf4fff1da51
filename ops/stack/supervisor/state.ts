import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../../cli/command.ts';

const processId = z.strictObject({ pid: z.int(), started: z.number() });

export const phases = [
  'waiting',
  'preparing',
  'building',
  'starting',
  'ready',
  'frozen',
  'restarting',
  'stopping',
  'stopped',
  'skipped',
] as const;

const state = z.strictObject({
  runner: processId,
  /** The address of the control server, see control-server.ts. */
  control: z.url().optional(),
  components: z.record(
    z.string(),
    z.strictObject({
      phase: z.enum(phases),
      detail: z.string(),
      process: processId.optional(),
      /** The time when the component was ready for the first time, in milliseconds. */
      readyAt: z.number().optional(),
    }),
  ),
});

/**
 * The processes of a running stack. They are kept in a file, so that `npm run status` can show them, and so that the next
 * start can end the processes of a killed stack.
 */
export type State = z.infer<typeof state>;
export type Phase = (typeof phases)[number];

/**
 * Returns undefined if no stack is running and none was killed.
 * @throws {ExpectedError} if the file is damaged
 */
export function readState(file: string): State | undefined {
  try {
    return state.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ExpectedError(`${file} cannot be read; remove it if no stack is running`, { cause: error });
  }
}

export function writeState(file: string, value: State): void {
  mkdirSync(dirname(file), { recursive: true });
  // The file contains the key of the control server.
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export const removeState = (file: string): void => rmSync(file, { force: true });
