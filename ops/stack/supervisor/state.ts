import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const processId = z.strictObject({ pid: z.int(), started: z.number() });

export const phases = [
  'waiting',
  'preparing',
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
  /** Where the stack takes what `npm run stack` asks of it. */
  control: z.url().optional(),
  components: z.record(
    z.string(),
    z.strictObject({ phase: z.enum(phases), detail: z.string(), process: processId.optional() }),
  ),
});

/** What a stack runs, kept in a file for `npm run status` and so that a start finds what a killed run left behind. */
export type State = z.infer<typeof state>;
export type Phase = (typeof phases)[number];

export function readState(file: string): State | undefined {
  try {
    return state.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read: remove it when nothing runs`, { cause: error });
  }
}

export function writeState(file: string, value: State): void {
  mkdirSync(dirname(file), { recursive: true });
  // Nobody else may act on the stack.
  writeFileSync(`${file}.new`, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export const removeState = (file: string): void => rmSync(file, { force: true });
