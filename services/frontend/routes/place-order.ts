import { context, trace } from '@opentelemetry/api';
import type { Response } from 'express';
import { z } from 'zod';
import type { EventData } from '#events/catalogue.ts';
import { stamp } from '#events/event.ts';
import { withOrder } from '#events/trace.ts';
import { caller } from '#http/authenticate.ts';
import { Problem } from '#http/problem.ts';
import { validate } from '#http/validate.ts';
import { logger } from '#observability/logger.ts';
import { productId } from '../catalogue.ts';
import { ordersPlaced } from '../metrics.ts';
import type { Operation } from '../operation.ts';
import { type Order, statuses } from '../order.ts';
import { idempotencyKey, orderIdOf } from '../order-id.ts';
import { sameSite } from '../same-site.ts';
import type { Shop } from '../shop.ts';

const placement = z.strictObject({
  items: z
    .array(z.strictObject({ productId, quantity: z.int().min(1).max(100) }))
    .min(1)
    .max(50)
    .superRefine((items, { addIssue }) => {
      const ids = items.map(({ productId }) => productId);
      for (const [n, id] of ids.entries()) {
        if (ids.indexOf(id) < n)
          addIssue({ code: 'custom', path: [n, 'productId'], message: 'The product is there twice' });
      }
    }),
});
type Items = z.infer<typeof placement>['items'];

const accepted = z.strictObject({
  orderId: z.uuid(),
  status: z.enum(statuses),
  traceId: z.string().nullable(),
  links: z.strictObject({
    self: z.string(),
    events: z.string(),
    cancellation: z.string(),
    trace: z.string().nullable(),
  }),
});

/** Accepts an order: it is answered 202 when Kafka has acknowledged the event, and not before. */
export const placeOrder = ({ authenticated, limit, catalogue, publish, live, jaegerUrl }: Shop): Operation => {
  /** Orders whose event is on its way. */
  const placing = new Map<string, { items: Items; accepted: Promise<Order> }>();

  return {
    id: 'placeOrder',
    method: 'post',
    path: '/api/orders',
    summary: 'Places an order; sent again with the same Idempotency-Key it is the same order',
    secured: true,
    before: [authenticated, sameSite, limit],
    headers: idempotencyKey,
    body: placement,
    answers: {
      202: { description: 'Accepted', schema: accepted, headers: { Location: 'Where to see the order' } },
    },
    problems: [400, 403, 413, 415, 422, 503],
    handle: async (request, response) => {
      const { user } = caller(request);
      const orderId = orderIdOf(user.id, request);
      const { items } = validate(placement, request.body);
      trace.getActiveSpan()?.setAttribute('order.id', orderId);

      const placed = live.get(orderId);
      const before = placed ?? placing.get(orderId);
      if (before !== undefined && before.items.length > 0 && !sameItems(before.items, items)) throw anotherBody();
      answer(
        response,
        placed ?? (await (placing.get(orderId)?.accepted ?? begin({ orderId, userId: user.id, items }))),
      );
    },
  };

  /** Places an order that is not known, once for all who ask meanwhile. */
  function begin(data: EventData<'order.placed'>): Promise<Order> {
    const { orderId, items } = data;
    const accepted = context
      .with(withOrder(context.active(), orderId), () => place(data))
      .finally(() => placing.delete(orderId));
    placing.set(orderId, { items, accepted });
    return accepted;
  }

  async function place(data: EventData<'order.placed'>): Promise<Order> {
    await refuseUnknown(data.items);
    await publish([{ type: 'order.placed', data }]);
    const receivedAt = new Date();
    const traceId = trace.getActiveSpan()?.spanContext().traceId ?? null;
    const event = stamp({ type: 'order.placed', data }, receivedAt);
    const order = live.apply({ ...event, receivedAt, traceId });
    ordersPlaced.add(1);
    logger.info('order accepted', { 'user.id': data.userId });
    return order;
  }

  async function refuseUnknown(items: Items): Promise<void> {
    const unknown = await catalogue.unknown(items.map(({ productId }) => productId));
    if (unknown.length === 0) return;
    throw new Problem(422, 'Unknown product', {
      errors: items.flatMap(({ productId }, n) =>
        unknown.includes(productId) ? [{ path: `items[${n}].productId`, message: 'There is no such product' }] : [],
      ),
    });
  }

  function answer(response: Response, { orderId, status, traceId }: Order): void {
    const self = `/api/orders/${orderId}`;
    const links = {
      self,
      events: `${self}/events`,
      cancellation: `${self}/cancellation`,
      trace: traceId && `${jaegerUrl}/trace/${traceId}`,
    };
    response.status(202).location(self).json({ orderId, status, traceId, links });
  }
};

function sameItems(some: readonly { productId: string; quantity: number }[], others: Items): boolean {
  const wanted = new Map(others.map(({ productId, quantity }) => [productId, quantity]));
  return some.length === others.length && some.every(({ productId, quantity }) => wanted.get(productId) === quantity);
}

const anotherBody = () =>
  new Problem(422, 'Idempotency-Key used before', {
    detail: 'An order with other items was placed with this Idempotency-Key.',
  });
