import { metrics } from '@opentelemetry/api';
import { catalog, type EventType } from './catalog.ts';
import { topicsOf } from './topics.ts';

const meter = metrics.getMeter('orderflow');

/** The labels of every message metric. All three come from short, fixed lists. */
export interface MessageLabels {
  [label: string]: string;
  topic: string;
  group: string;
  type: string;
}

export const processed = meter.createCounter('orderflow.messages.processed', {
  description: 'Messages handled, including repeated ones',
  unit: '{message}',
});
export const retried = meter.createCounter('orderflow.messages.retried', {
  description: 'Failed attempts to handle a message, each followed by a retry',
  unit: '{message}',
});
export const deadLettered = meter.createCounter('orderflow.messages.dead_lettered', {
  description: 'Messages sent to a dead-letter topic',
  unit: '{message}',
});
export const conflicting = meter.createCounter('orderflow.messages.conflicting', {
  description:
    'Messages ignored because their id was used before for other data, as when an order is placed again with other items',
  unit: '{message}',
});
export const refused = meter.createCounter('orderflow.messages.refused', {
  description: 'Claims of messages that have no effect because they contradict what a worker knows',
  unit: '{message}',
});

/** Creates the counters of a group with the value 0, so that the first retry or dead letter is visible as an increase. */
export function beginCounting(group: string, types: readonly EventType[]): void {
  for (const topic of topicsOf(types)) {
    const ofTopic = types.filter((type) => catalog[type].topic === topic);
    for (const type of ofTopic) {
      processed.add(0, { topic, group, type });
      retried.add(0, { topic, group, type });
      conflicting.add(0, { topic, group, type });
      refused.add(0, { topic, group, type });
    }
    for (const type of [...ofTopic, 'unknown']) deadLettered.add(0, { topic, group, type });
  }
}

export const age = meter.createHistogram('orderflow.message.age', {
  description: 'Time from the publication of an event until a worker receives it',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
});

const batchBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const chunkDuration = meter.createHistogram('orderflow.chunk.duration', {
  description: 'Time to handle a chunk of messages and publish the emitted events',
  unit: 's',
  advice: { explicitBucketBoundaries: batchBuckets },
});
export const chunkMessages = meter.createHistogram('orderflow.chunk.messages', {
  description: 'Messages per chunk',
  unit: '{message}',
  advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100] },
});

const processDuration = meter.createHistogram('messaging.process.duration', {
  description: 'Time to process a message; for a worker, until the events that it causes are published',
  unit: 's',
  advice: { explicitBucketBoundaries: batchBuckets },
});

/**
 * Records the duration of an attempt to process a message, as OpenTelemetry's conventions for messaging name it.
 * @param begin the time at which the attempt began, from `performance.now()`
 * @param errorType the reason of a failure
 */
export function recordProcess(
  { topic, group }: { topic: string; group: string },
  begin: number,
  errorType?: string,
): void {
  processDuration.record((performance.now() - begin) / 1_000, {
    'messaging.system': 'kafka',
    'messaging.operation.name': 'process',
    'messaging.destination.name': topic,
    'messaging.consumer.group.name': group,
    ...(errorType === undefined ? {} : { 'error.type': errorType }),
  });
}

export const consumed = meter.createCounter('messaging.client.consumed.messages', {
  description: 'Messages that a member of a consumer group received',
  unit: '{message}',
});

const publishDuration = meter.createHistogram('orderflow.publish.duration', {
  description: 'Time until Kafka acknowledges published messages, or fails',
  unit: 's',
  advice: { explicitBucketBoundaries: batchBuckets },
});

/** Records the duration and the outcome of a publication. */
export async function measurePublication(publication: Promise<unknown>): Promise<void> {
  const begin = performance.now();
  const record = (outcome: 'acknowledged' | 'failed') =>
    publishDuration.record((performance.now() - begin) / 1_000, { outcome });
  try {
    await publication;
    record('acknowledged');
  } catch (error) {
    record('failed');
    throw error;
  }
}
