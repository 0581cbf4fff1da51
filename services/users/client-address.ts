import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { addressKey } from '#platform/http/client-address.ts';

/**
 * Creates a function that returns the address of the client of a request. Only the frontend, which proves itself with its
 * secret, may say that the request comes from another address; anyone else could choose one.
 */
export function createClientAddress(frontendSecret: string | undefined): (request: Request) => string {
  const expected = frontendSecret === undefined ? undefined : digest(frontendSecret);
  return (request) => {
    const isFrontend =
      expected !== undefined && timingSafeEqual(digest(request.get('frontend-secret') ?? ''), expected);
    return addressKey(isFrontend ? request.get('x-forwarded-for') : request.socket.remoteAddress);
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
