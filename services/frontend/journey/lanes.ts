import type { Hop, Mark } from './hops.ts';

/** A bar in a lane of the picture. */
export interface Bar {
  at: number;
  duration: number;
  /** True if a message waited in Kafka; false if a process worked. */
  waiting: boolean;
  marks: readonly Mark[];
  text: string;
}

/** A process, a database or a topic, with everything that happened there. */
export interface Lane {
  name: string;
  topic: boolean;
  bars: readonly Bar[];
}

/** Returns a lane for each process, database and topic, sorted by the time at which the order first reached it. */
export function lanesOf(hops: readonly Hop[]): Lane[] {
  const lanes = new Map<string, Lane & { bars: Bar[] }>();
  const lane = (name: string, topic: boolean) => {
    const key = `${topic} ${name}`;
    const known = lanes.get(key) ?? { name, topic, bars: [] };
    lanes.set(key, known);
    return known.bars;
  };
  for (const { span, where, topic, event, at, waited, marks } of hops) {
    if (topic !== undefined && waited !== undefined) {
      const text = `${event ?? topic} → ${span.process}`;
      lane(topic, true).push({ at: at - waited, duration: waited, waiting: true, marks: [], text });
    }
    lane(where, false).push({ at, duration: span.duration, waiting: false, marks, text: event ?? span.name });
    // The lane of a topic comes between its producer and its consumers.
    if (topic !== undefined && span.kind === 'producer') lane(topic, true);
  }
  return [...lanes.values()];
}
