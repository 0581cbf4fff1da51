// Spans of what happens in the browser: the load of the page, how it felt (web vitals), and what the visitor does. They
// say paths, never what was entered; the server names them by its routes.
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Metric, onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';

const provider = new TracerProvider({
  spanProcessors: [
    new BatchSpanProcessor({
      exporter: new OTLPTraceExporter({ url: new URL('/telemetry', location.href).href }),
      scheduledDelayMillis: 1_000,
      // As many as the server takes at once.
      maxExportBatchSize: 16,
    }),
  ],
});
const tracer = provider.getTracer('orderflow');
const propagator = new W3CTraceContextPropagator();

/** A time of this page as one since the epoch, both in milliseconds. What is not said so would be of a coarser clock. */
const at = (milliseconds: number) => performance.timeOrigin + milliseconds;
const now = () => at(performance.now());

/** Like `fetch`; its trace begins with what the visitor did. */
export async function tracedFetch(url: string | URL, options: RequestInit, cause: Event): Promise<Response> {
  const { pathname } = new URL(url, location.href);
  const method = options.method ?? 'GET';
  const attributes = { 'url.path': pathname };
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

/** The load of this page, as part of the trace in which the server made it. */
function traceLoad(): Context {
  const [load] = performance.getEntriesByType('navigation');
  const attributes = { 'url.path': location.pathname };
  const whole = tracer.startSpan('document load', { startTime: at(0), attributes }, made());
  const context = trace.setSpan(ROOT_CONTEXT, whole);
  if (load !== undefined) {
    const fetched = tracer.startSpan('document fetch', { startTime: at(load.fetchStart), attributes }, context);
    fetched.end(at(load.responseEnd));
  }
  whole.end(load?.loadEventEnd ? at(load.loadEventEnd) : now());
  return context;
}

/** The context in which the server made this page. */
function made(): Context {
  const traceparent = document.querySelector<HTMLMetaElement>('meta[name=traceparent]')?.content;
  return propagator.extract(ROOT_CONTEXT, { traceparent }, { keys: Object.keys, get: (from, key) => from[key] });
}

/** What web.dev calls Web Vitals: those of time as spans of that time. */
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
