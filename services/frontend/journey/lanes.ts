import type { Activity } from './critical-path.ts';
import type { Hop, Mark } from './hops.ts';
import { endOf } from './trace.ts';

/** A bar in a lane of the picture. */
export interface Bar {
  hop: Hop;
  at: number;
  duration: number;
  /** Work, or a reason why the message of the hop waited. */
  activity: Extract<Activity, 'working' | 'kafka' | 'backoff' | 'dead-letter'>;
  marks: readonly Mark[];
  /** The row of the lane, from 0. */
  row: number;
  /** True if the bar lies within another bar of the lane. */
  inner: boolean;
}

/** A process, a database, or the messages of a topic that one consumer group handles. */
export interface Lane {
  name: string;
  kind: 'process' | 'database' | 'topic';
  /** The consumer group, for a topic. */
  group: string | undefined;
  bars: readonly Bar[];
  /** The number of rows in which no two bars overlap, apart from inner ones. */
  rows: number;
}

/** The lanes in the order of the pipeline. A topic comes after its producers, and a database after its process. */
const pipeline = [
  ...['browser', 'frontend', 'orders', 'product-worker', 'mariadb/products', 'stock', 'order-worker', 'mariadb/orders'],
  ...['orders.dlq', 'stock.dlq'],
];

/** The consumer groups of a topic, in the same order. */
const groups = ['products', 'orders', 'frontend'];

/** Returns a lane for each process and database, and for each consumer group of each topic, in the order of the pipeline. */
export function lanesOf(hops: readonly Hop[]): Lane[] {
  const lanes = new Map<string, Pick<Lane, 'name' | 'kind' | 'group'> & { bars: NewBar[] }>();
  const add = (bar: NewBar, name: string, kind: Lane['kind'], group?: string) => {
    const key = [kind, name, group].join();
    const lane = lanes.get(key) ?? { name, kind, group, bars: [] };
    lanes.set(key, lane);
    lane.bars.push(bar);
  };
  const letters = new Set<string | undefined>();
  for (const hop of hops) {
    const { span, what, where, topic, group, at, waited, marks } = hop;
    if (waited !== undefined) {
      const bar: NewBar = { hop, at: at - waited.ms, duration: waited.ms, activity: waited.pause, marks: [] };
      if (waited.pause === 'backoff') add(bar, where, 'process');
      else if (waited.pause === 'kafka') add(bar, topic ?? '', 'topic', group);
      // A replay ends the wait of its dead letter, and so does the message that resolves the dead letter.
      else if (!letters.has(hop.cause)) {
        letters.add(hop.cause);
        add(bar, deadLetterTopic(topic), 'topic');
      }
    }
    const bar: NewBar = { hop, at, duration: span.duration, activity: 'working', marks };
    add(bar, where, what === 'queries' ? 'database' : 'process');
  }
  const position = (name: string) => pipeline.indexOf(name) + 1 || pipeline.length + 1;
  const rank = ({ name, group }: Pick<Lane, 'name' | 'group'>) => 10 * position(name) + groups.indexOf(group ?? '');
  return [...lanes.values()]
    .toSorted((one, other) => rank(one) - rank(other))
    .map((lane) => ({ ...lane, ...pack(lane.bars) }));
}

/** Times are sums of fractions, so bars that touch may seem to overlap. */
const roundingMs = 0.01;

type NewBar = Omit<Bar, 'row' | 'inner'>;

const deadLetterTopic = (topic = ''): string => (topic.endsWith('.dlq') ? topic : `${topic}.dlq`);

/** Puts the bars of a lane into rows: a bar within another one into its row, any other into the first that is free. */
function pack(bars: readonly NewBar[]): Pick<Lane, 'bars' | 'rows'> {
  const rows: Bar[][] = [];
  const sorted = bars.toSorted((one, other) => one.at - other.at || other.duration - one.duration);
  const packed = sorted.map((bar): Bar => {
    const outer = rows.flat().find((one) => isWithin(bar, one));
    const free = rows.findIndex((row) => row.every((one) => one.at + one.duration <= bar.at + roundingMs));
    const row = outer?.row ?? (free === -1 ? rows.length : free);
    const placed = { ...bar, row, inner: outer !== undefined };
    rows[row] = [...(rows[row] ?? []), placed];
    return placed;
  });
  return { bars: packed, rows: rows.length };
}

/** Returns true for the work that is a part of other work, but not for a message that came back to its sender. */
const isWithin = ({ hop, activity }: NewBar, outer: NewBar): boolean =>
  activity === 'working' &&
  outer.activity === 'working' &&
  hop.waited === undefined &&
  hop.cause === outer.hop.span.id &&
  hop.span.start < endOf(outer.hop.span);
