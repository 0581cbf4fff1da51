import { environment } from './environment.ts';

/** A span as Jaeger's API tells it. */
export interface Span {
  spanId: string;
  process: string;
  name: string;
  kind: string;
  /** The span that this one is a child of; undefined for the root. */
  parent: string | undefined;
  /** Spans it links to, `<trace id>/<span id>`. */
  links: string[];
  attributes: Record<string, unknown>;
}

interface JaegerTrace {
  processes: Record<string, { serviceName: string }>;
  spans: {
    spanID: string;
    processID: string;
    operationName: string;
    references: { refType: 'CHILD_OF' | 'FOLLOWS_FROM'; traceID: string; spanID: string }[];
    tags: { key: string; value: unknown }[];
  }[];
}

/** The spans of a trace that Jaeger has by now. */
export async function spansOf(traceId: string): Promise<Span[]> {
  const response = await fetch(`${environment.jaegerUrl}/api/traces/${traceId}`);
  if (response.status === 404) return [];
  const { data } = (await response.json()) as { data: JaegerTrace[] };
  return data.flatMap(({ spans, processes }) =>
    spans.map((span) => {
      const attributes = Object.fromEntries(span.tags.map(({ key, value }) => [key, value]));
      const links = span.references.filter(({ refType }) => refType === 'FOLLOWS_FROM');
      return {
        spanId: span.spanID,
        process: processes[span.processID]?.serviceName ?? '',
        name: span.operationName,
        kind: String(attributes['span.kind'] ?? 'internal'),
        parent: span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
        links: links.map(({ traceID, spanID }) => `${traceID}/${spanID}`),
        attributes,
      };
    }),
  );
}

export interface LogRecord {
  process: string;
  line: string;
  at: Date;
  /** Index labels and structured metadata. */
  labels: Record<string, string>;
}

/** The log records that Loki has of the last hour, of what a LogQL query selects. */
export async function logsOf(logql: string): Promise<LogRecord[]> {
  const url = new URL('/loki/api/v1/query_range', environment.lokiUrl);
  url.search = new URLSearchParams({ query: logql, limit: '1000', since: '1h' }).toString();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Loki: ${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as {
    data: { result: { stream: Record<string, string>; values: [string, string][] }[] };
  };
  return data.result.flatMap(({ stream, values }) =>
    values.map(([nanoseconds, line]) => ({
      process: stream['service_name'] ?? '',
      line,
      at: new Date(Number(BigInt(nanoseconds) / 1_000_000n)),
      labels: stream,
    })),
  );
}

export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** What Prometheus answers now to a PromQL query, a sample per series. */
export async function samplesOf(promql: string): Promise<Sample[]> {
  const url = new URL('/api/v1/query', environment.prometheusUrl);
  url.search = new URLSearchParams({ query: promql }).toString();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** The recording rules that Prometheus has loaded; `health` is `unknown` until one has been evaluated. */
export async function recordingRules(): Promise<{ name: string; health: string; lastError?: string }[]> {
  const response = await fetch(new URL('/api/v1/rules?type=record', environment.prometheusUrl));
  if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as {
    data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules);
}
