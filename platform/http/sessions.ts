import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { logger } from '#telemetry/logger.ts';
import { EndedSessions } from './ended-sessions.ts';
import { Problem } from './problem.ts';
import { invalidToken, type Session, verifyToken } from './token.ts';

const jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });
const endedList = z.object({ ended: z.array(z.string()) });

const refreshMs = 2_000;
const requestTimeoutMs = 2_000;
const maxVerified = 10_000;

/**
 * The sessions of user-service, as another process knows them: its public keys, and the sessions that have ended. Both are
 * read every 2 s, and kept while user-service is unavailable, so that tokens can still be verified.
 */
export class Sessions {
  readonly #jwksUrl: string;
  readonly #ended = new EndedSessions();
  #keys: { text: string; verify: JWTVerifyGetKey; verified: LRUCache<string, Session> } | undefined;
  #refreshing: Promise<void> | undefined;
  #available = true;

  /** @param jwksUrl the address of the public keys; the list of ended sessions is beside it */
  constructor(jwksUrl: string) {
    this.#jwksUrl = jwksUrl;
    setInterval(() => void this.refresh().catch(() => undefined), refreshMs).unref();
  }

  /**
   * Returns the session of a token. Verified tokens are cached until a key is added or withdrawn.
   * @throws {Problem} 401 if the token is invalid or its session has ended; 503 until the keys could be read
   */
  async verify(token: string): Promise<Session> {
    if (this.#keys === undefined) await this.refresh().catch(throwUnavailable);
    const { verify, verified } = this.#keys ?? throwUnavailable(undefined);
    let session = verified.get(token);
    if (session === undefined) {
      session = await verifyToken(token, verify);
      verified.set(token, session, { ttl: Math.max(1, session.expiresAt - Date.now()) });
    }
    if (this.#ended.has(session)) throw invalidToken();
    return session;
  }

  /** Refuses the session from now on. Other processes learn it from user-service. */
  end({ id }: Session): void {
    if (id !== undefined) this.#ended.add(id);
  }

  /** Calls the listener when the session ends or its token expires. Returns a function that unsubscribes it. */
  onEnd(session: Session, listener: () => void): () => void {
    return this.#ended.onEnd(session, listener);
  }

  /** Reads the keys and the ended sessions. Concurrent calls share the requests. */
  refresh(): Promise<void> {
    this.#refreshing ??= context
      .with(suppressTracing(context.active()), () => this.#read())
      .then(
        () => this.#report(true),
        (error: unknown) => {
          this.#report(false, error);
          throw error;
        },
      )
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  async #read(): Promise<void> {
    const requestedAt = performance.now();
    const [keys, { ended }] = await Promise.all([
      getJson(this.#jwksUrl, jwks),
      getJson(new URL('ended-sessions.json', this.#jwksUrl), endedList),
    ]);
    this.#ended.replace(ended, requestedAt);
    const text = JSON.stringify(keys);
    if (text === this.#keys?.text) return;
    const verify = createLocalJWKSet(keys as JSONWebKeySet);
    this.#keys = { text, verify, verified: new LRUCache({ max: maxVerified }) };
  }

  #report(available: boolean, error?: unknown): void {
    if (available !== this.#available) {
      if (available) logger.info('keys and ended sessions available again');
      else logger.warn('keys and ended sessions unavailable, retrying', { error });
    }
    this.#available = available;
  }
}

async function getJson<S extends z.ZodType>(url: string | URL, schema: S): Promise<z.output<S>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) });
  if (!response.ok) throw new Error(`user-service returned ${response.status}`);
  return schema.parse(await response.json());
}

function throwUnavailable(cause: unknown): never {
  throw new Problem(503, undefined, { detail: 'Tokens cannot be verified yet.', retryAfter: 2, cause });
}
