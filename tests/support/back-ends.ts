import { environment } from './environment.ts';

/** A span from Jaeger's API. */
export interface Span {
  spanId: string;
  process: string;
  name: string;
  kind: string;
  /** The id of the parent span; undefined for the root span. */
  parent: string | undefined;
  /** The linked spans, as `<trace id>/<span id>`. */
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

/** Returns the spans of a trace that have reached Jaeger. */
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

/** A log record from Loki. */
export interface LogRecord {
  process: string;
  line: string;
  at: Date;
  /** The index labels and structured metadata. */
  labels: Record<string, string>;
}

/** Returns the log records of the last hour that a LogQL query selects. */
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

/** The current value of a series. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** Returns the current value of each series that a PromQL query selects. */
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

/** Returns the recording rules of Prometheus. The `health` of a rule is `unknown` until its first evaluation. */
export async function recordingRules(): Promise<{ name: string; health: string; lastError?: string }[]> {
  const response = await fetch(new URL('/api/v1/rules?type=record', environment.prometheusUrl));
  if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
  const { data } = (await response.json()) as {
    data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules);
}
