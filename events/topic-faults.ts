import { randomUUID } from 'node:crypto';
import { context, trace } from '@opentelemetry/api';
import type { Faults } from '#platform/faults/faults.ts';
import { markSpan } from '#platform/faults/mark-span.ts';
import { logger } from '#telemetry/logger.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { Publisher } from './publish.ts';

const tracer = trace.getTracer('orderflow');

/** Publishes invalid messages, of each kind in turn, while the fault `poison-published` is on. */
export function injectTopicFaults(faults: Faults, { send }: Pick<Publisher, 'send'>): void {
  faults.during('poison-published', ({ topic, perSecond }) => {
    let count = 0;
    const publish = async () => {
      const span = tracer.startSpan('fault poison-published', {}, context.active());
      markSpan(['poison-published'], span);
      try {
        await send([{ topic, context: trace.setSpan(context.active(), span), message: poisonMessage(topic, count++) }]);
      } catch (error) {
        logger.warn('failed to publish poison', { error });
      } finally {
        span.end();
      }
    };
    const timer = setInterval(() => void publish(), 1_000 / perSecond).unref();
    return () => clearInterval(timer);
  });
}

/** Returns a message that can never be handled, about an order that does not exist. `n` selects the kind of poison. */
export function poisonMessage(topic: 'orders' | 'stock', n: number): OutgoingMessage['message'] {
  const orderId = randomUUID();
  const type = topic === 'orders' ? 'order.placed' : 'stock.released';
  const headers = {
    ce_specversion: '1.0',
    ce_id: randomUUID(),
    ce_type: `${type}.v1`,
    ce_source: '/orderflow/fault',
    ce_time: new Date().toISOString(),
    ce_subject: orderId,
    'content-type': 'application/json',
  };
  const message = { key: orderId, value: JSON.stringify({ orderId }), headers };
  const kinds = [
    { ...message, value: 'no JSON' },
    { ...message, value: JSON.stringify({ orderId: 'no id' }) },
    { ...message, headers: { ...headers, ce_type: `${type}.v99` } },
    { ...message, headers: { ...headers, ce_type: 'order.forgotten.v1' } },
    { ...message, headers: { ...headers, ce_id: '' } },
  ] as const;
  return kinds[n % kinds.length] ?? message;
}
