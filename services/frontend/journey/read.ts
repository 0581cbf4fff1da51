import type { Order } from '../orders/order.ts';
import type { Shop } from '../shop.ts';
import { nextMs } from './arrival.ts';
import { type Details, readDetails } from './details.ts';
import { type Journey, journeyOf } from './journey.ts';
import { linesOf, logsOf } from './logs.ts';
import { spansOf, textOf, tracesOf } from './trace.ts';
import { visibleTo } from './visible.ts';

/** The journey of an order, as far as the back ends know it. */
export interface ReadJourney {
  order: Order;
  journey: Journey;
  /** The journeys of the cancellation requests, each of which has a separate trace. */
  cancellations: readonly Journey[];
  /** True for each back end that did not respond. */
  unavailable: { traces: boolean; logs: boolean };
  /** Links to the complete trace and logs. */
  links: { jaeger: string | undefined; grafana: string | undefined };
  /** The milliseconds after which more of the journey may have arrived; undefined if nothing is awaited. */
  nextMs: number | undefined;
  /** The details of the chosen hop, if it exists. */
  details: Details | undefined;
}

export interface ReadOptions {
  /** Also shows the requests of the shop's own pages. */
  all: boolean;
  /** The id of the span whose details are read. */
  span?: string | undefined;
  admin: boolean;
}

/** Reads the journey of an order. If a back end is unavailable, `unavailable` says so and the other parts are still present. */
export async function readJourney(
  { jaeger, loki, jaegerUrl, grafanaUrl, payloads }: Shop,
  order: Order,
  { all, span, admin }: ReadOptions,
): Promise<ReadJourney> {
  const { orderId, traceId, placedAt, status } = order;
  const [spans, others] = await Promise.allSettled([
    traceId === null ? [] : spansOf(jaeger, traceId),
    status === 'cancelled' ? tracesOf(jaeger, orderId, placedAt) : [],
  ]);
  const further = (answerOf(others) ?? []).filter(({ id }) => id !== traceId);
  const ids = [...(traceId === null ? [] : [traceId]), ...further.map(({ id }) => id)];
  const [logs] = await Promise.allSettled([ids.length === 0 ? [] : logsOf(loki, ids, placedAt)]);
  const lines = answerOf(logs) ?? [];
  const viewer = { orderId, admin };
  const journey = journeyOf(visibleTo(viewer, answerOf(spans) ?? []), lines, all);
  const cancellations = further.map((trace) => journeyOf(visibleTo(viewer, trace.spans), lines, all));
  const hop = [journey, ...cancellations].flatMap(({ hops }) => hops).find((one) => one.span.id === span);
  return {
    order,
    journey,
    cancellations,
    unavailable: { traces: spans.status === 'rejected', logs: logs.status === 'rejected' },
    links: {
      jaeger: traceId === null || jaegerUrl === undefined ? undefined : `${jaegerUrl}/trace/${traceId}`,
      grafana: ids.length === 0 || grafanaUrl === undefined ? undefined : exploreLogs(grafanaUrl, ids),
    },
    nextMs: nextMs(order, [journey, ...cancellations], Date.now()),
    details: hop && (await readDetails(payloads, hop, viewer)),
  };
}

/** Any trace, in the same view as that of an order. */
export interface ReadTrace {
  id: string;
  /** The order that the trace names, if it does. */
  orderId: string | undefined;
  journey: Journey;
  details: Details | undefined;
  logsUnavailable: boolean;
}

/**
 * Reads any trace, for an admin. Returns undefined if Jaeger has no such trace.
 * @throws {Problem} 503 if Jaeger is unavailable
 */
export async function readTrace(
  { jaeger, loki, payloads }: Shop,
  id: string,
  { all, span }: Pick<ReadOptions, 'all' | 'span'>,
): Promise<ReadTrace | undefined> {
  const spans = await spansOf(jaeger, id);
  const [first] = spans.toSorted((one, other) => one.start - other.start);
  if (first === undefined) return undefined;
  const orderId = spans.map((one) => textOf(one, 'order.id')).find((one) => one !== undefined);
  const [logs] = await Promise.allSettled([logsOf(loki, [id], new Date(first.start).toISOString())]);
  const journey = journeyOf(spans, answerOf(logs) ?? [], all);
  const hop = journey.hops.find((one) => one.span.id === span);
  const details = hop && (await readDetails(payloads, hop, { orderId: orderId ?? '', admin: true }));
  return { id, orderId, journey, details, logsUnavailable: logs.status === 'rejected' };
}

/** Returns the value of a fulfilled promise, or undefined if the back end did not respond. */
const answerOf = <T>(result: PromiseSettledResult<T>): T | undefined =>
  result.status === 'fulfilled' ? result.value : undefined;

/** Returns the address of Grafana's Explore page with the log lines of traces. */
function exploreLogs(grafanaUrl: string, traceIds: readonly string[]): string {
  const pane = {
    datasource: 'loki',
    queries: [{ refId: 'A', expr: linesOf(traceIds) }],
    range: { from: 'now-48h', to: 'now' },
  };
  return `${grafanaUrl}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ logs: pane }) })}`;
}
