import { z } from 'zod';

/** A TCP port to listen on; 0 selects a free one. */
export const port = (defaultValue: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
    .transform(Number)
    .refine((number) => number <= 65_535, 'must be a port, 0 to 65535')
    .default(defaultValue);

/** The address to listen on. */
export const host = z.string().default('127.0.0.1');

/** `host:port` of each Kafka broker, separated by commas. */
export const brokers = z
  .string()
  .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'must be host:port, separated by commas')
  .transform((list) => list.split(','))
  .default(['127.0.0.1:9092']);

/** The http(s) address of another service. */
export const serviceUrl = (defaultValue: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).default(defaultValue);

/** A switch: `true` or `false`. */
export const flag = (defaultValue: boolean) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .transform((word) => word === 'true')
    .default(defaultValue);

/** The secret with which the frontend proves itself to user-service, so that it may tell the addresses of its clients. */
export const frontendSecret = z.string().min(16, 'must have at least 16 characters').optional();
