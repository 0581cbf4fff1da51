import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { validate } from '#platform/http/validate.ts';
import { refuseCrossSiteCookie } from '../accounts/same-site.ts';
import type { AcceptOrder } from '../orders/accept-order.ts';
import { statuses } from '../orders/order.ts';
import { idempotencyKey, orderIdFromHeader } from '../orders/order-id.ts';
import { productId } from '../products/product.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import { bodyProblem, crossSite, unavailable } from './problems.ts';

const placement = z.strictObject({
  items: z
    .array(z.strictObject({ productId, quantity: z.int().min(1).max(100) }))
    .min(1)
    .max(50)
    .superRefine((items, { addIssue }) => {
      const ids = items.map(({ productId }) => productId);
      for (const [n, id] of ids.entries()) {
        if (ids.indexOf(id) < n)
          addIssue({ code: 'custom', path: [n, 'productId'], message: 'This product is listed twice' });
      }
    })
    .meta({ uniqueItems: true, description: 'Each product at most once' }),
});

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

/** Places an order. The response is sent only after Kafka has acknowledged the event. */
export const placeOrder = ({ authenticate, rateLimit, jaegerUrl }: Shop, acceptOrder: AcceptOrder): ApiOperation => ({
  id: 'placeOrder',
  method: 'post',
  path: '/api/orders',
  summary:
    'Places an order. Repeating the request with the same Idempotency-Key returns the same order in its current state',
  secured: true,
  before: [authenticate, refuseCrossSiteCookie, rateLimit],
  headers: idempotencyKey,
  body: placement,
  responses: {
    202: {
      description: 'Accepted, or accepted before with this key and the same items',
      schema: accepted,
      headers: { Location: 'The path of the order' },
    },
  },
  problems: {
    403: crossSite,
    ...bodyProblem,
    422: 'A product does not exist, or an order with this Idempotency-Key has other items',
    ...unavailable,
  },
  handle: async (request, response) => {
    const { user, token } = caller(request);
    const orderId = orderIdFromHeader(user.id, request);
    const { items } = validate(placement, request.body);
    const { status, traceId } = await acceptOrder({ orderId, userId: user.id, items }, token);
    const self = `/api/orders/${orderId}`;
    const links = {
      self,
      events: `${self}/events`,
      cancellation: `${self}/cancellation`,
      trace: traceId && (jaegerUrl === undefined ? `/orders/${orderId}/journey` : `${jaegerUrl}/trace/${traceId}`),
    };
    response.status(202).location(self).json({ orderId, status, traceId, links });
  },
});
