import { type WorkerCounts, workerGroups } from './components.ts';
import { Random } from './random.ts';

/** The settings in which the runs of two seeds differ, besides the times of the faults. */
export interface Settings {
  /** The maximum number of messages that a worker handles together. */
  chunkSize: number;
  /** The number of workers of each consumer group. */
  workers: WorkerCounts;
  /** The number of partitions of each topic. */
  partitions: number;
  /** The number of turns that each kind of fault has in a round. Other kinds are not injected. */
  turns: Readonly<Record<string, number>>;
}

/** The kinds of faults to draw from, and the requirements of the run. */
export interface DrawOptions {
  kinds: readonly string[];
  /** True to keep all kinds instead of a subset. */
  allKinds: boolean;
  /** True to draw only settings in which every moment can be met. */
  complete: boolean;
}

/** The share of the kinds that a run with a subset has. */
const shareOfKinds = 0.7;

/** Draws the settings of a seed. */
export function drawSettings(seed: number, { kinds, allKinds, complete }: DrawOptions): Settings {
  const random = new Random(seed).branch();
  // A chunk of one message cannot be retried message by message.
  const chunkSize = random.pick(complete ? [3, 20, 100] : [1, 3, 20, 100]);
  const partitions = random.pick([3, 6, 12]);
  const workers = workerCounts(() => random.integer(1, 3));
  const count = allKinds ? kinds.length : Math.ceil(kinds.length * shareOfKinds);
  const drawn = random.shuffled(kinds).slice(0, count);
  return { chunkSize, partitions, workers, turns: turnsOf(drawn, () => random.integer(1, 3)) };
}

/** The settings of a run with a bug: the defaults, so that a bug is found whatever the seed. */
export const usualSettings = (kinds: readonly string[]): Settings => ({
  chunkSize: 100,
  partitions: 6,
  workers: workerCounts(() => 2),
  turns: turnsOf(kinds, () => 1),
});

/** Returns the settings in one line. */
export function describeSettings({ chunkSize, partitions, workers, turns }: Settings): string {
  const list = (values: Readonly<Record<string, number>>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return `chunks of ${chunkSize}, ${partitions} partitions, workers of each group: ${list(workers)}, turns of each fault: ${list(turns)}`;
}

const workerCounts = (choose: () => number): WorkerCounts =>
  Object.fromEntries(workerGroups.map((group) => [group, choose()])) as WorkerCounts;

const turnsOf = (kinds: readonly string[], choose: () => number) =>
  Object.fromEntries(kinds.map((kind) => [kind, choose()]));
