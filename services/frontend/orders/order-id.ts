import type { Request } from 'express';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { validate } from '#platform/http/validate.ts';

/** The header that makes a repeated request the same order (IETF draft "The Idempotency-Key HTTP Header Field"). */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string('The header Idempotency-Key is needed: any text of your own, the same when you send the order again')
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters'),
});

/** The order that a request asks for by its Idempotency-Key. */
export function orderIdOf(userId: string, request: Request): string {
  const { 'idempotency-key': key } = validate(idempotencyKey, request.headers);
  return orderIdFor(userId, key);
}

/** The same user and key always mean the same order (UUIDv5 of both). */
export const orderIdFor = (userId: string, key: string): string => uuidv5(key, userId);

/**
 * The order that the path of a request names.
 * @throws {Problem} 404 for what is no order id
 */
export function orderIdIn({ params }: Request): string {
  const id = z.uuid().safeParse(params['id']);
  if (!id.success) throw new Problem(404);
  return id.data.toLowerCase();
}
