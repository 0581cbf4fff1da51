import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExpectedError } from '../cli/command.ts';
import type { BrokerCount } from '../stack/components/brokers.ts';
import { displayPath, repository, stackPathsIn } from '../stack/paths.ts';
import { endLeftovers } from '../stack/supervisor/preflight.ts';
import { setUpWithBug } from './bugs/set-up.ts';
import { describeSettings, drawSettings, type Settings, usualSettings } from './draw.ts';
import { unmountAll } from './faults/disks.ts';
import { kindNames } from './faults/names.ts';
import { describe } from './report.ts';
import { run } from './run.ts';
import { type Summary, summarize } from './summary.ts';
import { createSystem } from './system.ts';
import { checkOut } from './versions/check-out.ts';
import { InstalledVersions } from './versions/installed.ts';

const folder = join(repository, '.local', 'chaos');
const paths = stackPathsIn(folder, 7_000);

export interface ChaosOptions {
  /** The duration of load and faults, in seconds. */
  seconds: number;
  seed: number;
  /** The kinds of faults to inject. If it is empty, they are drawn from all kinds. */
  kinds: readonly string[];
  /** True if the run must meet every moment that matters. */
  complete: boolean;
  /** The number of orders per second. */
  rate: number;
  /** The maximum number of concurrent faults. */
  atOnce: number;
  brokers: BrokerCount;
  /** The commit of an earlier version of the software, for `version skew`. */
  earlier?: string | undefined;
  /** True to start with the earlier version, and to upgrade and downgrade every process instead of injecting faults. */
  rolls?: boolean;
  /** A signal that ends the run early. Its reason is thrown if the stack has not started. */
  signal: AbortSignal;
}

/**
 * Runs load and faults once, on a new stack, and prints the report.
 * @param bug the bug in the code; empty for none
 */
export async function runOnce(bug: string, { brokers, earlier, ...options }: ChaosOptions): Promise<Summary> {
  const { seed, seconds, signal } = options;
  const versions = earlier === undefined ? undefined : new InstalledVersions(await checkOut(earlier));
  const settings = settingsOf(bug, { ...options, earlier });
  await endLeftovers(paths, console.log);
  unmountAll(paths.data);
  await rm(folder, { recursive: true, force: true });
  mkdirSync(paths.data, { recursive: true });
  console.log(`seed ${seed}${bug && `, with the bug ${bug}`}: starting the stack`);
  console.log(describeSettings(settings));
  const wantsDisks = settings.turns['disk full'] !== undefined;
  const mustHaveDisks = options.kinds.includes('disk full');
  const system = createSystem({ paths, brokers, disks: wantsDisks, bug, settings, versions, say: console.log });
  if (options.rolls) for (const process of system.processes) versions?.install(process, 'earlier');
  const hasDisks = Object.keys(system.disks).length > 0;
  if (wantsDisks && !hasDisks) {
    const reason = 'only root can mount a separate disk for each server';
    if (mustHaveDisks) throw new ExpectedError(`"disk full" cannot be injected: ${reason}`);
    console.log(`"disk full" is skipped: ${reason}`);
  }
  const kill = () => {
    system.stack.kill();
    unmountAll(paths.data);
  };
  process.once('exit', kill);
  try {
    await Promise.race([system.stack.start(), rejectedBy(signal)]);
    await setUpWithBug(bug, system.operator['KAFKA_BROKERS'] ?? '', paths);
    console.log(`load and faults for ${seconds} s`);
    const summary = summarize(seed, await run({ system, folder, ...options, turns: settings.turns, say: console.log }));
    const file = join(repository, '.local', `chaos-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
    await writeFile(file, JSON.stringify(summary, null, 2));
    const files = `${displayPath(file)}, ${displayPath(folder)}/journal.jsonl, ${displayPath(paths.logs)}`;
    console.log(`\n${describe(summary)}\nseed ${seed}, ${files}`);
    return summary;
  } finally {
    await system.stack.stop();
    process.off('exit', kill);
    unmountAll(paths.data);
    // The journal and the logs are kept, so that a violation can be examined.
    for (const path of [paths.data, paths.secrets]) await rm(path, { recursive: true, force: true });
  }
}

/** Returns the settings of the seed, or the usual ones for a run with a bug. */
function settingsOf(
  bug: string,
  { seed, kinds, complete, earlier, rolls }: Pick<ChaosOptions, 'seed' | 'kinds' | 'complete' | 'earlier' | 'rolls'>,
): Settings {
  if (rolls) return usualSettings([]);
  const possible = earlier === undefined ? kindNames.filter((kind) => kind !== 'version skew') : kindNames;
  const chosen = kinds.length > 0 ? kinds : possible;
  if (bug !== '') return usualSettings(chosen);
  return drawSettings(seed, { kinds: chosen, allKinds: complete || kinds.length > 0, complete });
}

/** Returns a promise that rejects with the reason of the signal when it aborts. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  signal.throwIfAborted();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}
