import { isIP } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';

/** One client can use every address of an IPv6 network of this size. */
const ipv6Prefix = 64;

/**
 * Returns the address for which requests of a client are counted: an IPv4 address, or the /64 network of an IPv6
 * address. A port, which some proxies add, is removed. Everything that is not an address counts as one client.
 */
export function addressKey(address = ''): string {
  const withoutPort = /^\[(.*)\](?::\d+)?$/.exec(address) ?? /^([\d.]+):\d+$/.exec(address);
  const ip = (withoutPort?.[1] ?? address).replace(/%.*$/, '');
  return isIP(ip) ? ipKeyGenerator(ip, ipv6Prefix) : 'unknown';
}
