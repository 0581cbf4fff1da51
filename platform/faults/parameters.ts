import { z } from 'zod';

const maxSeconds = 4 * 60 * 60;

/** The duration of a fault. */
export const seconds = z.int().min(1).max(maxSeconds).default(900).describe('seconds until the fault expires');

/** A share of requests or messages, greater than 0 and at most 1. */
export const share = (preset: number) => z.number().gt(0).max(1).default(preset);

/** An integer. */
export const integer = (min: number, max: number, preset: number) => z.int().min(min).max(max).default(preset);

/** An operation of an HTTP API. */
export const operation = z
  .string()
  .max(100)
  .regex(/^(GET|POST|PUT|DELETE) \/\S*$/, 'must be a method and a route, such as POST /api/orders')
  .optional()
  .describe('only this operation, named as in metrics: POST /api/orders');

/** An event type. `events/switches/parameters.ts` also checks that the event catalog contains it. */
export const type = z
  .string()
  .regex(/^[a-z.-]{1,64}$/, 'must be the type of an event, such as order.placed')
  .optional()
  .describe('only events of this type');

/** An order id. The default is that of no order. */
export const order = z.uuid().toLowerCase().default('00000000-0000-0000-0000-000000000000').describe('id of the order');

/** A product id. */
export const product = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .default('souris-gaming')
  .describe('id of the product');
