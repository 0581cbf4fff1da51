import { z } from 'zod';

const address = z.union([z.enum(['loopback', 'linklocal', 'uniquelocal']), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/**
 * The proxies whose X-Forwarded-For and X-Forwarded-Proto headers are trusted: their number, or their addresses and
 * networks. None by default, because any client can send these headers.
 */
export const trustedProxies = z
  .union(
    [
      z
        .string()
        .regex(/^[1-9]$/)
        .transform(Number),
      z
        .string()
        .transform((list) => list.split(',').map((one) => one.trim()))
        .pipe(z.array(address)),
    ],
    'must be the number of proxies in front, or their addresses, separated by commas',
  )
  .optional();
