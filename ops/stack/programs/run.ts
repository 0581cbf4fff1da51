import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandLine, PreparationContext } from './context.ts';

// Where Debian keeps servers and where Go's own instructions put it: not everybody's PATH names these.
process.env['PATH'] = [process.env['PATH'], '/usr/sbin', '/usr/local/go/bin'].join(delimiter);

interface Options {
  readonly cwd?: string;
  /** Below everything else, so that a build does not slow down what runs already. */
  readonly background?: boolean;
  readonly onLine?: (line: string) => void;
}

/** Runs a command to its end, its output going to the log. Answers what it wrote to stdout. */
export async function run(command: CommandLine, context: PreparationContext, options: Options = {}): Promise<string> {
  context.signal.throwIfAborted();
  const child = spawn(
    options.background ? 'nice' : command.file,
    [...(options.background ? [command.file] : []), ...command.args],
    {
      cwd: options.cwd,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
    },
  );
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

/** The full path of a program, or undefined. */
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
