import type { Journey } from './journey.ts';
import type { ReadJourney } from './read.ts';
import { attributesFor, errorFor, fieldsFor } from './visible.ts';

/** Returns the journey of an order as JSON, with everything that the visitor may see. */
export const exportJourney = ({ order, journey, cancellations }: ReadJourney, admin: boolean): object => ({
  orderId: order.orderId,
  traceId: order.traceId,
  status: order.status,
  ...exported(journey, admin),
  cancellations: cancellations.map((one) => exported(one, admin)),
});

function exported({ answer, hops }: Journey, admin: boolean) {
  return {
    outcome: answer.outcome,
    isComplete: answer.isComplete,
    afterMs: answer.after,
    spentMs: Object.fromEntries(answer.spent.map(({ activity, ms }) => [activity, ms])),
    criticalPath: answer.path.map(({ activity, from, to, span }) => ({ activity, ms: to - from, spanId: span.id })),
    hops: hops.map(({ span, what, where, topic, group, event, position, at, cause, waited, marks, logs }) => ({
      ...{ spanId: span.id, causeSpanId: cause, name: span.name, where, what, topic, group, event, position },
      ...{ startedAt: new Date(span.start).toISOString(), atMs: at, durationMs: span.duration, waited, marks },
      error: errorFor(span, admin),
      attributes: Object.fromEntries(attributesFor(span, admin)),
      logs: logs.map((line) => ({
        at: new Date(line.at).toISOString(),
        ...{ level: line.level, text: line.text },
        fields: Object.fromEntries(fieldsFor(line, admin)),
      })),
    })),
  };
}
