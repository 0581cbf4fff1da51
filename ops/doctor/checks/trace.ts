import { ask, eventually } from '../ask.ts';
import { type Check, Fault } from '../check.ts';

interface JaegerTrace {
  traceID: string;
  processes: Record<string, { serviceName: string }>;
  spans: {
    spanID: string;
    processID: string;
    operationName: string;
    references: { refType: string; traceID: string; spanID: string }[];
    tags: { key: string; value: unknown }[];
    startTime: number;
    duration: number;
  }[];
}

/** A span as far as it matters whether the trace is whole. */
export interface Span {
  id: string;
  parent: string | undefined;
  /** `<process>: <name> (<kind>)`, of a consumer `<process>: <name> (<type of the event>)` */
  title: string;
}

/** The way of a confirmed order: every process and every hop over Kafka. */
export const way: readonly string[] = [
  'frontend: POST /api/orders (server)',
  'frontend: send orders (producer)',
  'product-worker: process orders (order.placed.v1)',
  'product-worker: send stock (producer)',
  'order-worker: process orders (order.placed.v1)',
  'order-worker: process stock (stock.reserved.v1)',
  'order-worker: send orders (producer)',
  'frontend: process orders (order.confirmed.v1)',
];

/** The collector decides which traces are kept some seconds after they began. */
const thereWithinSeconds = 30;

/** One trace tells the whole way of the order. */
export const trace: Check = {
  name: 'trace',
  needs: ['order'],
  expected: `one trace with every span of the way within ${thereWithinSeconds} s, each with its parent, from one root`,
  look: ({ at, log }) =>
    `${at.JAEGER_URL}, ${log('otel-collector')}; under load the collector keeps only a share of the traces`,
  run: async ({ at }, findings) => {
    const { traceId = '' } = findings.order ?? {};
    const begin = performance.now();
    const { spans, text } = await eventually(thereWithinSeconds, async () => {
      const { status, text } = await ask(`${at.JAEGER_URL}/api/traces/${traceId}`);
      if (status === 404) return { missing: `Jaeger does not know the trace ${traceId}` };
      if (status !== 200) throw new Fault(`Jaeger answers ${status}: ${text.trim().slice(0, 200)}`);
      const spans = spansOf(JSON.parse(text) as { data: JaegerTrace[] });
      const faults = faultsOf(spans);
      return faults.length > 0 ? { missing: `trace ${traceId}: ${faults.join('; ')}` } : { found: { spans, text } };
    });
    findings.trace = text;
    const processes = new Set(spans.map(({ title }) => title.split(':')[0])).size;
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    return `${spans.length} spans from ${processes} processes, whole after ${seconds} s (${traceId})`;
  },
};

function spansOf({ data }: { data: JaegerTrace[] }): Span[] {
  return data.flatMap(({ spans, processes }) =>
    spans.map(({ spanID, processID, operationName, references, tags }) => {
      const attribute = (name: string) => tags.find(({ key }) => key === name)?.value;
      const kind = attribute('cloudevents.event_type') ?? attribute('span.kind') ?? 'internal';
      return {
        id: spanID,
        parent: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
        title: `${processes[processID]?.serviceName}: ${operationName} (${kind})`,
      };
    }),
  );
}

/** What a trace lacks to be whole. */
export function faultsOf(spans: readonly Span[]): string[] {
  const known = new Set(spans.map(({ id }) => id));
  const roots = spans.filter(({ parent }) => parent === undefined);
  return [
    ...way.filter((title) => !spans.some((span) => span.title === title)).map((title) => `lacks ${title}`),
    ...spans
      .filter(({ parent }) => parent !== undefined && !known.has(parent))
      .map(({ title }) => `${title} has lost its parent`),
    ...(roots.length === 1 ? [] : [`has ${roots.length} roots`]),
  ];
}
