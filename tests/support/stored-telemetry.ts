import type { Telemetry } from '../../observability/schema/undeclared.ts';
import { recentSpans, type Span } from '../../ops/clients/jaeger.ts';
import { listLabels, listLabelValues } from '../../ops/clients/prometheus.ts';
import { logsOf } from './back-ends.ts';
import { environment } from './environment.ts';

const processes = [
  'alert-inbox',
  'browser',
  'event-monitor',
  'frontend',
  'order-service',
  'order-worker',
  'product-service',
  'product-worker',
  'user-service',
];

/** The attributes and labels that the back ends add to spans, log records and series. */
const addedByJaeger = new Set(['span.kind', 'error', 'internal.span.format', 'w3c.tracestate']);
const addedByLoki = new Set([
  ...['detected_level', 'event_name', 'flags', 'observed_timestamp', 'scope_name', 'scope_version'],
  ...['severity_number', 'severity_text', 'severity_text_extracted', 'span_id', 'trace_id'],
]);
const addedByPrometheus = new Set(['__name__', 'instance', 'job', 'le']);

/** Returns the spans of the newest traces of all processes that Jaeger has stored. */
export async function storedSpans(): Promise<Span[]> {
  const spans: Span[] = [];
  for (const process of processes) spans.push(...(await recentSpans(environment.jaegerUrl, process, 300)));
  return spans.filter(({ process }) => processes.includes(process));
}

/** Returns the newest telemetry of all processes that the back ends have stored. */
export async function storedTelemetry(): Promise<Telemetry> {
  const spans = await storedSpans();
  const logs = (await Promise.all(processes.map((process) => logsOf(`{service_name="${process}"}`)))).flat();
  // The names of recording rules contain colons.
  const others = 'ALERTS.*|.*:.*|target_info';
  const ofProcesses = `{job=~"${processes.join('|')}",__name__!~"${others}"}`;
  const series = await listLabelValues(environment.prometheusUrl, '__name__', ofProcesses);
  const labels = await listLabels(environment.prometheusUrl, ofProcesses);
  return {
    spans: spans.map(({ process, name, kind, attributes }) => ({
      process,
      name,
      kind,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => !addedByJaeger.has(key))),
    })),
    resources: [...new Set(spans.flatMap(({ resource }) => Object.keys(resource)))],
    logs: logs.map(({ process, labels: own }) => ({
      process,
      event: own['event_name'],
      attributes: Object.keys(own).filter((key) => !addedByLoki.has(key)),
    })),
    series,
    labels: labels.filter((name) => !addedByPrometheus.has(name)),
  };
}
