import { context, trace } from '@opentelemetry/api';
import type { EventType } from '../catalog.ts';
import { age, processed, recordProcess } from '../metrics.ts';
import { endSpan } from '../trace.ts';
import type { Chunk } from './chunk.ts';
import { isConflict, reportConflict } from './conflict.ts';
import type { Outcome } from './delivery.ts';
import { reportRefusal } from './refusal.ts';

/** Counts a message whose events are published, lets the handler observe it, and ends its span. */
export function complete<T extends EventType>(chunk: Chunk<T>, outcome: Outcome<T>): void {
  const { topic, group, receivedAt, observe } = chunk;
  const { event, emitted, repeated, context: ctx, begin } = outcome;
  const labels = { topic, group, type: event.type };
  processed.add(1, labels);
  age.record(Math.max(0, receivedAt.getTime() - event.time.getTime()) / 1_000, labels);
  if (repeated === undefined) context.with(ctx, () => observe?.(event, emitted));
  else linkToEarlier(outcome);
  if (isConflict(outcome)) reportConflict(chunk, outcome);
  for (const refusal of outcome.refused) reportRefusal(chunk, outcome, refusal);
  endSpan(ctx);
  recordProcess(chunk, begin);
}

function linkToEarlier<T extends EventType>({ context: ctx, repeated }: Outcome<T>): void {
  const span = trace.getSpan(ctx);
  span?.setAttribute('orderflow.repeated', true);
  if (repeated?.attempt !== undefined) span?.addLink({ context: repeated.attempt });
}
