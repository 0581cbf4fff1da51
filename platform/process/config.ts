import { z } from 'zod';

/** A TCP port to listen on; 0 takes any free one. */
export const port = (preset: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
    .transform(Number)
    .refine((number) => number <= 65_535, 'must be a port, 0 to 65535')
    .default(preset);

/** The address to listen on. */
export const host = z.string().default('127.0.0.1');

/** `host:port` of each Kafka broker, separated by commas. */
export const brokers = z
  .string()
  .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'must be host:port, separated by commas')
  .transform((list) => list.split(','))
  .default(['127.0.0.1:9092']);

/** The http(s) address of another service. */
export const serviceUrl = (preset: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).default(preset);

/** `true` or `false`. */
export const flag = (preset: boolean) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .transform((word) => word === 'true')
    .default(preset);
