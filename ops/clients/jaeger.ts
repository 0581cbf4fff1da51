import { ask, jsonIn } from './http.ts';

/** A span as Jaeger's API returns it. */
export interface Span {
  spanId: string;
  process: string;
  name: string;
  kind: string;
  /** The parent's span id; undefined for the root. */
  parent: string | undefined;
  /** Linked spans, as `<trace id>/<span id>`. */
  links: string[];
  attributes: Record<string, unknown>;
  /** The attributes of the resource, without the name of the process. */
  resource: Record<string, unknown>;
}

interface Tag {
  key: string;
  value: unknown;
}

interface JaegerTrace {
  processes: Record<string, { serviceName: string; tags: Tag[] }>;
  spans: {
    spanID: string;
    processID: string;
    operationName: string;
    references: { refType: 'CHILD_OF' | 'FOLLOWS_FROM'; traceID: string; spanID: string }[];
    tags: Tag[];
  }[];
}

/** Returns the spans of a trace that Jaeger has stored so far, and its whole response; undefined for an unknown trace. */
export async function findTrace(jaeger: string, traceId: string): Promise<{ spans: Span[]; text: string } | undefined> {
  const url = `${jaeger}/api/traces/${traceId}`;
  const answer = await ask(url);
  if (answer.status === 404) return undefined;
  const { data } = jsonIn<{ data: JaegerTrace[] }>(url, answer);
  return { spans: data.flatMap(spansOf), text: answer.text };
}

/** Returns a process's newest traces of the last five minutes, as the text of Jaeger's response. */
export async function recentTraces(jaeger: string, service: string): Promise<string> {
  const query = new URLSearchParams({ service, lookback: '5m', limit: '50' });
  return (await ask(`${jaeger}/api/traces?${query}`)).text;
}

/** Returns the spans of a process's newest traces of the last hour. */
export async function recentSpans(jaeger: string, service: string, limit: number): Promise<Span[]> {
  const query = new URLSearchParams({ service, lookback: '1h', limit: String(limit) });
  const url = `${jaeger}/api/traces?${query}`;
  const { data } = jsonIn<{ data: JaegerTrace[] }>(url, await ask(url));
  return data.flatMap(spansOf);
}

const spansOf = ({ spans, processes }: JaegerTrace): Span[] =>
  spans.map(({ spanID, processID, operationName, references, tags }) => {
    const attributes = byKey(tags);
    const links = references.filter(({ refType }) => refType === 'FOLLOWS_FROM');
    return {
      spanId: spanID,
      process: processes[processID]?.serviceName ?? '',
      name: operationName,
      kind: String(attributes['span.kind'] ?? 'internal'),
      parent: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
      links: links.map(({ traceID, spanID }) => `${traceID}/${spanID}`),
      attributes,
      resource: byKey(processes[processID]?.tags ?? []),
    };
  });

const byKey = (tags: readonly Tag[]): Record<string, unknown> =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));
