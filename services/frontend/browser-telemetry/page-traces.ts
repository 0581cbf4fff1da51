import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SpanContext } from '@opentelemetry/api';

/** The member of the `tracestate` that proves a trace. */
const member = 'orderflow';

/**
 * Recognizes the traces of the shop's own pages, so that no caller can join the trace of another customer.
 *
 * Each page gets a proof: the id of the trace in which it was rendered, signed. It allows the page to add to that trace, and
 * to begin further traces, one for each action of the visitor. The id of such a trace is the hash of the proof and a number.
 * The page cannot choose the id, and the frontend can check it without remembering any page.
 */
export class PageTraces {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** Returns the `tracestate` of a page that is rendered in this trace. */
  prove(traceId: string): string {
    return `${member}=${traceId}-${this.#sign(traceId)}`;
  }

  /** Returns true if the trace belongs to a page of this shop, as its `tracestate` proves. */
  own({ traceId, traceState }: Pick<SpanContext, 'traceId' | 'traceState'>): boolean {
    const proof = traceState?.get(member) ?? '';
    const [, pageTrace, signature, action] = /^([0-9a-f]{32})-([0-9a-f]{32})(-\d{1,6})?$/.exec(proof) ?? [];
    if (pageTrace === undefined || signature === undefined) return false;
    if (!timingSafeEqual(Buffer.from(this.#sign(pageTrace)), Buffer.from(signature))) return false;
    return traceId === (action === undefined ? pageTrace : hash(proof));
  }

  #sign(traceId: string): string {
    return createHmac('sha256', this.#key).update(traceId).digest('hex').slice(0, 32);
  }
}

/** Hashes a proof to a trace id, as browser/page-trace.ts does. */
const hash = (proof: string): string => createHash('sha256').update(proof).digest('hex').slice(0, 32);
