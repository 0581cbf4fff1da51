import { context } from '@opentelemetry/api';
import type { Broker } from '#events/broker.ts';
import { createEvent } from '#events/event.ts';
import { createMessage } from '#events/outgoing-message.ts';
import { newestVersions } from '#events/written-versions.ts';
import type { Journal } from '../journal.ts';
import type { Load } from '../load.ts';
import { type OutgoingMessage, publish } from '../publish.ts';
import type { FaultKind } from './fault.ts';

const orders = 5;

/** Publishes the cancellations of five orders before their customers place them. */
export const earlyCancellation = (broker: Broker, load: Load, journal: Journal): FaultKind => ({
  kind: 'early cancellation',
  targets: ['orders'],
  lasts: [1, 3],
  touches: () => ['kafka'],
  inject: async (_target, random) => {
    for (let n = 0; n < orders; n++) {
      const items = [{ productId: 'webcam-hd', quantity: random.integer(1, 3) }];
      await load.placeOrder(items, async (orderId, userId) => {
        await publish(broker, [cancellationOf(orderId, userId)]);
        journal.write({ kind: 'cancellation-request', at: Date.now(), orderId, status: 202 });
      });
    }
    return async () => undefined;
  },
});

/** Returns the message that the frontend publishes when a customer cancels an order. */
function cancellationOf(orderId: string, userId: string): OutgoingMessage {
  const event = createEvent({ type: 'order.cancellation-requested', data: { orderId, userId } }, new Date());
  const { topic, message } = createMessage(event, context.active(), newestVersions);
  return { topic, key: orderId, value: message.value, headers: message.headers ?? {} };
}
