import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process. Its start time, in clock ticks since boot, distinguishes it from a later process with the same pid. */
export interface ProcessId {
  readonly pid: number;
  readonly started: number;
}

/** Returns the id of a running process; undefined if there is none with this pid, or only a zombie. */
export function identify(pid: number): ProcessId | undefined {
  const [state, ...fields] = stat(pid) ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? undefined : { pid, started: Number(fields[18]) };
}

/** Returns true if this process is still running. */
export const isAlive = ({ pid, started }: ProcessId): boolean => identify(pid)?.started === started;

/** Returns the resident memory of a process in bytes. */
export function memory(pid: number): number | undefined {
  const kilobytes = read(`/proc/${pid}/status`)?.match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

const ticksPerSecond = 100;

/** Returns the CPU time that a process has used, in seconds: user and system time together. */
export function cpu(pid: number): number | undefined {
  const fields = stat(pid);
  return fields && (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Ends a process and its process group gracefully (SIGTERM), and kills it after ten seconds. */
export async function end(process: ProcessId): Promise<void> {
  signal(process, 'SIGTERM');
  if (await hasEnded(process, 10_000)) return;
  signal(process, 'SIGKILL');
  if (!(await hasEnded(process, 5_000))) throw new Error(`process ${process.pid} cannot be ended`);
}

/** Sends a signal to the whole process group, if the process is still running. */
export function signal(process: ProcessId, name: NodeJS.Signals): void {
  if (isAlive(process)) globalThis.process.kill(-process.pid, name);
}

/** Waits until a process has ended. Returns false if it has not ended in time. */
async function hasEnded(process: ProcessId, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(process)) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/** Returns the fields of /proc/<pid>/stat from the state on (see proc(5)); undefined if the process has ended. */
function stat(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may itself contain spaces and parentheses.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended.
    return undefined;
  }
}
