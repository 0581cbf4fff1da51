// Spans of the browser: page loads, web vitals and the visitor's actions. They contain paths, never input. The server
// replaces each path by the template of its route.
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  RandomIdGenerator,
  SamplingDecision,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
import { type NewTrace, newTrace, pageContext } from './page-trace.ts';

/** The trace that the next root span begins. */
let next: NewTrace | undefined;

const random = new RandomIdGenerator();
const provider = new TracerProvider({
  idGenerator: {
    generateTraceId: () => next?.traceId ?? random.generateTraceId(),
    generateSpanId: () => random.generateSpanId(),
  },
  sampler: new ParentBasedSampler({
    root: {
      shouldSample: () => ({
        decision: SamplingDecision.RECORD_AND_SAMPLED,
        ...(next && { traceState: next.traceState }),
      }),
    },
  }),
  spanProcessors: [
    new BatchSpanProcessor({
      exporter: new OTLPTraceExporter({ url: new URL('/telemetry', location.href).href }),
      scheduledDelayMillis: 1_000,
      // The server accepts at most 16 spans per request.
      maxExportBatchSize: 16,
    }),
  ],
});
const tracer = provider.getTracer('orderflow');
const propagator = new W3CTraceContextPropagator();

/** Converts a time of this page to milliseconds since the epoch, with the precision of `performance.now()`. */
const at = (milliseconds: number) => performance.timeOrigin + milliseconds;
const now = () => at(performance.now());

/** Works like `fetch`, in a trace that begins with the visitor's action. */
export async function tracedFetch(url: string | URL, options: RequestInit, cause: Event): Promise<Response> {
  // Only secure contexts have the hashes that the ids of traces need.
  if (!isSecureContext) return fetch(url, options);
  const { pathname } = new URL(url, location.href);
  const method = options.method ?? 'GET';
  const attributes = { 'url.path': pathname };
  next = await newTrace();
  const action = tracer.startSpan(cause.type, { startTime: at(cause.timeStamp), attributes }, ROOT_CONTEXT);
  const request = tracer.startSpan(
    method,
    { startTime: now(), kind: SpanKind.CLIENT, attributes: { ...attributes, 'http.request.method': method } },
    trace.setSpan(ROOT_CONTEXT, action),
  );
  const headers = new Headers(options.headers);
  propagator.inject(trace.setSpan(ROOT_CONTEXT, request), headers, { set: (to, name, value) => to.set(name, value) });
  try {
    const response = await fetch(url, { ...options, headers });
    request.setAttribute('http.response.status_code', response.status);
    if (!response.ok) request.setStatus({ code: SpanStatusCode.ERROR });
    return response;
  } catch (error) {
    request.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    request.end(now());
    action.end(now());
  }
}

/** Records the load of this page, in the trace in which the server rendered it. Returns the context of that span. */
function traceLoad(): Context {
  const [load] = performance.getEntriesByType('navigation');
  const attributes = { 'url.path': location.pathname };
  const whole = tracer.startSpan('document load', { startTime: at(0), attributes }, pageContext());
  const context = trace.setSpan(ROOT_CONTEXT, whole);
  if (load !== undefined) {
    const fetched = tracer.startSpan('document fetch', { startTime: at(load.fetchStart), attributes }, context);
    fetched.end(at(load.responseEnd));
  }
  whole.end(load?.loadEventEnd ? at(load.loadEventEnd) : now());
  return context;
}

/** Records the Web Vitals (web.dev). The span of a duration lasts that long. */
function traceVitals(context: Context): void {
  const report = ({ name, value, rating, entries }: Metric) => {
    const start = name === 'INP' ? (entries[0]?.startTime ?? 0) : 0;
    const span = tracer.startSpan(
      'web vital',
      {
        startTime: at(start),
        attributes: {
          'url.path': location.pathname,
          'web_vital.name': name,
          'web_vital.value': value,
          'web_vital.rating': rating,
        },
      },
      context,
    );
    span.end(at(start + (name === 'CLS' ? 0 : value)));
  };
  for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(report);
}

traceVitals(traceLoad());
