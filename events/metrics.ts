import { metrics } from '@opentelemetry/api';

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
export const age = meter.createHistogram('orderflow.message.age', {
  description: 'Time from the publication of an event to the moment it is taken up',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
});
