// The traces to which this page may add. The server recognizes them by the `tracestate` (browser-telemetry/page-traces.ts).
import { type Context, createTraceState, ROOT_CONTEXT, type TraceState } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content;
const proof = createTraceState(meta('tracestate')).get('orderflow');

/** Returns the trace context in which the server rendered this page. */
export function pageContext(): Context {
  const carrier = { traceparent: meta('traceparent'), tracestate: meta('tracestate') };
  const get = (from: typeof carrier, key: string) => from[key as keyof typeof carrier];
  return new W3CTraceContextPropagator().extract(ROOT_CONTEXT, carrier, { keys: Object.keys, get });
}

/** The start of a trace. */
export interface NewTrace {
  traceId: string;
  traceState: TraceState;
}

let actions = 0;

/** Begins a trace for an action of the visitor. Its id is a hash, so that no page can choose the id of another trace. */
export async function newTrace(): Promise<NewTrace> {
  const own = `${proof}-${++actions}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own)));
  const traceId = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { traceId, traceState: createTraceState(`orderflow=${own}`) };
}
