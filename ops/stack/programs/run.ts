import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { withUsualFiles } from '../private-files.ts';
import type { CommandLine, PreparationContext } from './context.ts';

// Debian installs servers, and Go's instructions install Go, into folders that are not on every PATH.
process.env['PATH'] = [process.env['PATH'], '/usr/sbin', '/usr/local/go/bin'].join(delimiter);

interface Options {
  readonly cwd?: string;
  /** True to run with low priority, so that a build does not slow down running services. */
  readonly background?: boolean;
  readonly onLine?: (line: string) => void;
  /** True if the command writes data of the stack, which only its owner may read. Other commands install programs. */
  readonly writesData?: boolean;
}

/** Runs a command to its end, writes its output to the log and returns its stdout. */
export async function run(command: CommandLine, context: PreparationContext, options: Options = {}): Promise<string> {
  context.signal.throwIfAborted();
  const start = () => startProcess(command, options);
  const child = options.writesData ? start() : withUsualFiles(start);
  const log = createWriteStream(context.log, { flags: 'a' });
  log.write(`$ ${command.file} ${command.args.join(' ')}\n`);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const output: string[] = [];
  createInterface(child.stdout).on('line', (line) => output.push(line));
  createInterface(child.stderr).on('line', (line) => options.onLine?.(line));
  const cancel = () => {
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
  };
  context.signal.addEventListener('abort', cancel);
  try {
    const [code] = await once(child, 'close');
    context.signal.throwIfAborted();
    if (code !== 0) throw new Error(`${command.file} ${command.args[0] ?? ''} failed, see ${context.log}`);
    return output.join('\n');
  } finally {
    context.signal.removeEventListener('abort', cancel);
    log.end();
  }
}

const startProcess = ({ file, args, env }: CommandLine, { background, cwd }: Options) =>
  spawn(background ? 'nice' : file, [...(background ? [file] : []), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A separate process group, so that cancelling ends its children too.
    detached: true,
  });

/** Returns the path of a program on the PATH; undefined if there is none. */
export async function which(program: string): Promise<string | undefined> {
  for (const folder of process.env['PATH']?.split(delimiter) ?? []) {
    const file = join(folder, program);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}
