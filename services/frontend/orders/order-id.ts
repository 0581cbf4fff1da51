import type { Request } from 'express';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { validate } from '#platform/http/validate.ts';

/**
 * The header that makes a repeated request refer to the same order (IETF draft "The Idempotency-Key HTTP Header Field").
 */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string(
      'The Idempotency-Key header is required: choose any text, and send the same text when you repeat the request',
    )
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .describe(
      'Names the order. The same key with the same items is the same order; with other items, the response is 422',
    ),
});

/**
 * Returns the id of the order that a request places, derived from its Idempotency-Key.
 * @throws {Problem} 400 for a missing or invalid key
 */
export function orderIdFromHeader(userId: string, request: Request): string {
  const { 'idempotency-key': key } = validate(idempotencyKey, request.headers);
  return deriveOrderId(userId, key);
}

/** Derives an order id from a user and a key (UUIDv5): the same pair always gives the same order. */
export const deriveOrderId = (userId: string, key: string): string => uuidv5(key, userId);

/** The order id in the path of a request. */
export const orderIdParam = z.object({ id: z.uuid().describe('The id of the order') });

/**
 * Returns the order id in the path of a request, in lower case.
 * @throws {Problem} 404 if it is not a valid order id
 */
export function orderIdFromPath({ params }: Request): string {
  const { success, data } = orderIdParam.safeParse(params);
  if (!success) throw new Problem(404);
  return data.id.toLowerCase();
}
