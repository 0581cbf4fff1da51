import { metrics } from '@opentelemetry/api';
import { catalog, type EventType } from './catalog.ts';
import { topicsOf } from './topics.ts';

const meter = metrics.getMeter('orderflow');

/** Labels of every message metric: all three come from short, fixed lists. */
export interface MessageLabels {
  [label: string]: string;
  topic: string;
  group: string;
  type: string;
}

export const processed = meter.createCounter('orderflow.messages.processed', {
  description: 'Messages handled, repetitions included',
  unit: '{message}',
});
export const retried = meter.createCounter('orderflow.messages.retried', {
  description: 'Messages whose handling failed and is tried again',
  unit: '{message}',
});
export const deadLettered = meter.createCounter('orderflow.messages.dead_lettered', {
  description: 'Messages sent to a dead-letter topic',
  unit: '{message}',
});

/** Begins what a group counts of its messages at 0, so that the first retry or dead letter is an increase. */
export function beginCounting(group: string, types: readonly EventType[]): void {
  for (const topic of topicsOf(types)) {
    const own = types.filter((type) => catalog[type].topic === topic);
    for (const type of own) {
      processed.add(0, { topic, group, type });
      retried.add(0, { topic, group, type });
    }
    for (const type of [...own, 'unknown']) deadLettered.add(0, { topic, group, type });
  }
}

export const age = meter.createHistogram('orderflow.message.age', {
  description: 'Time from the publication of an event to the moment it is taken up',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
});

const batchBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const chunkDuration = meter.createHistogram('orderflow.chunk.duration', {
  description: 'Time that a chunk of messages takes, from the first look at it until its events are published',
  unit: 's',
  advice: { explicitBucketBoundaries: batchBuckets },
});
export const chunkMessages = meter.createHistogram('orderflow.chunk.messages', {
  description: 'Messages of a chunk',
  unit: '{message}',
  advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100] },
});

const publishDuration = meter.createHistogram('orderflow.publish.duration', {
  description: 'Time until Kafka has acknowledged what was published, or has failed to',
  unit: 's',
  advice: { explicitBucketBoundaries: batchBuckets },
});

/** Notes how long a publication takes and what becomes of it. */
export async function measurePublication(publication: Promise<unknown>): Promise<void> {
  const begin = performance.now();
  const note = (outcome: 'acknowledged' | 'failed') =>
    publishDuration.record((performance.now() - begin) / 1_000, { outcome });
  try {
    await publication;
    note('acknowledged');
  } catch (error) {
    note('failed');
    throw error;
  }
}
