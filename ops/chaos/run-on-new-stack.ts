import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Brokers } from '../stack/components/kafka.ts';
import { repository, type StackPaths, shown } from '../stack/paths.ts';
import { endLeftovers } from '../stack/supervisor/stack.ts';
import { unmountAll } from './faults/disks.ts';
import { describe } from './report.ts';
import { type RunOptions, run } from './run.ts';
import { type Summary, summarize } from './summary.ts';
import { createSystem, type System } from './system.ts';

/** The options of a run, and of the stack that it starts. */
export interface NewStackOptions extends Omit<RunOptions, 'system'> {
  paths: StackPaths;
  brokers: Brokers;
  /** A bug to put into the services; empty for none. */
  bug: string;
  /** Rejects when the run is interrupted. */
  interrupted: Promise<never>;
}

/** Starts a stack with new data, runs load and faults on it, prints and writes the report, and stops the stack. */
export async function runOnNewStack(options: NewStackOptions): Promise<Summary> {
  const { paths, folder, seed, bug, say } = options;
  await endLeftovers(paths, say);
  unmountAll(paths.data);
  await rm(folder, { recursive: true, force: true });
  mkdirSync(paths.data, { recursive: true });
  say(`seed ${seed}${bug && `, with the bug ${bug}`}: starting the stack`);
  const system = prepareSystem(options);
  const kill = () => {
    system.stack.kill();
    unmountAll(paths.data);
  };
  process.once('exit', kill);
  try {
    await Promise.race([system.stack.start(), options.interrupted]);
    say(`load and faults for ${options.seconds} s`);
    const summary = summarize(seed, await run({ ...options, system }));
    const file = await writeSummary(summary);
    const journal = `${shown(folder)}/journal.jsonl`;
    say(`\n${describe(summary)}\nseed ${seed}, ${shown(file)}, ${journal}, ${shown(paths.logs)}`);
    return summary;
  } finally {
    await system.stack.stop();
    process.off('exit', kill);
    unmountAll(paths.data);
    // The journal and the logs are kept, to investigate violations.
    for (const path of [paths.data, paths.secrets]) await rm(path, { recursive: true, force: true });
  }
}

function prepareSystem({ paths, brokers, kinds, bug, say }: NewStackOptions): System {
  const disks = kinds.length === 0 || kinds.includes('disk full');
  const system = createSystem({ paths, brokers, disks, bug, say });
  if (disks && Object.keys(system.disks).length === 0)
    say('"disk full" is left out: only root can mount a disk for each server');
  return system;
}

async function writeSummary(summary: Summary): Promise<string> {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const file = join(repository, '.local', `chaos-${time}.json`);
  await writeFile(file, JSON.stringify(summary, null, 2));
  return file;
}
