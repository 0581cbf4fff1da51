import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process, told apart from a later one that has the same number by when it started (ticks since boot). */
export interface ProcessId {
  readonly pid: number;
  readonly started: number;
}

/** What is known of a process that runs now; undefined when there is none, or only its remains. */
export function identify(pid: number): ProcessId | undefined {
  const [state, ...fields] = stat(pid) ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? undefined : { pid, started: Number(fields[18]) };
}

/** Whether the process of that number is still the same one. */
export const isAlive = ({ pid, started }: ProcessId): boolean => identify(pid)?.started === started;

/** Resident memory in bytes. */
export function memory(pid: number): number | undefined {
  const kilobytes = read(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

const ticksPerSecond = 100;

/** CPU time used so far, in seconds, of user and system together. */
export function cpu(pid: number): number | undefined {
  const fields = stat(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Ends a process and what it started in its group: asks, and after ten seconds forces. */
export async function end(process: ProcessId): Promise<void> {
  signal(process, 'SIGTERM');
  if (await gone(process, 10_000)) return;
  signal(process, 'SIGKILL');
  if (!(await gone(process, 5_000))) throw new Error(`process ${process.pid} cannot be ended`);
}

/** Signals the process's whole group, if it is still the same process. */
export function signal(process: ProcessId, name: NodeJS.Signals): void {
  if (isAlive(process)) globalThis.process.kill(-process.pid, name);
}

async function gone(process: ProcessId, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(process)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** The fields of proc(5)'s stat from the state on; undefined when the process is gone. */
function stat(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets, and may itself hold spaces and brackets.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process is gone.
    return undefined;
  }
}
