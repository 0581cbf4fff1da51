import { eventually } from '../../clients/eventually.ts';
import { findTrace, type Span } from '../../clients/jaeger.ts';
import type { Check } from '../check.ts';

/** A span, reduced to what the check needs. */
export interface Hop {
  id: string;
  parent: string | undefined;
  /** `<process>: <name> (<kind>)`; for a consumer `<process>: <name> (<event type>)`. */
  title: string;
}

/** The hops of a confirmed order: every process and every message over Kafka. */
export const expectedHops: readonly string[] = [
  'frontend: POST /api/orders (server)',
  'frontend: send orders (producer)',
  'product-worker: process orders (order.placed.v1)',
  'product-worker: send stock (producer)',
  'order-worker: process orders (order.placed.v1)',
  'order-worker: process stock (stock.reserved.v1)',
  'order-worker: send orders (producer)',
  'frontend: process orders (order.confirmed.v1)',
];

/** The collector decides which traces to keep a few seconds after the traces begin. */
const completeWithinSeconds = 30;

/** Checks that one trace contains every hop of the order. */
export const trace: Check = {
  name: 'trace',
  needs: ['order'],
  asks: ['otel-collector', 'jaeger'],
  expected: `one trace with every hop of the order within ${completeWithinSeconds} s, each with its parent, from one root`,
  look: ({ at, log }) =>
    `${at.JAEGER_URL}, ${log('otel-collector')}; under load the collector keeps only a share of the traces`,
  run: async ({ at }, findings) => {
    const { traceId = '' } = findings.order ?? {};
    const begin = performance.now();
    const { spans, text } = await eventually(completeWithinSeconds, async () => {
      const found = await findTrace(at.JAEGER_URL, traceId);
      if (found === undefined) return { missing: `Jaeger does not have trace ${traceId}` };
      const problems = problemsOf(found.spans.map(toHop));
      return problems.length > 0 ? { missing: `trace ${traceId}: ${problems.join('; ')}` } : { found };
    });
    findings.trace = text;
    const processes = new Set(spans.map(({ process }) => process)).size;
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    return `${spans.length} spans from ${processes} processes, complete after ${seconds} s (${traceId})`;
  },
};

const toHop = ({ spanId, parent, process, name, kind, attributes }: Span): Hop => ({
  id: spanId,
  parent,
  title: `${process}: ${name} (${attributes['cloudevents.event_type'] ?? kind})`,
});

/** Returns the reasons why a trace is not complete. */
export function problemsOf(hops: readonly Hop[]): string[] {
  const known = new Set(hops.map(({ id }) => id));
  const roots = hops.filter(({ parent }) => parent === undefined);
  return [
    ...expectedHops.filter((title) => !hops.some((hop) => hop.title === title)).map((title) => `lacks ${title}`),
    ...hops
      .filter(({ parent }) => parent !== undefined && !known.has(parent))
      .map(({ title }) => `${title} has lost its parent`),
    ...(roots.length === 1 ? [] : [`has ${roots.length} roots`]),
  ];
}
