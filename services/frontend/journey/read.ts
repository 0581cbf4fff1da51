import type { Order } from '../orders/order.ts';
import type { Shop } from '../shop.ts';
import { type Journey, journeyOf } from './journey.ts';
import { linesOf, logsOf } from './logs.ts';
import { spansOf, tracesOf } from './trace.ts';

/** Telemetry arrives a few seconds late. An order older than this has all its telemetry, or will never have any. */
const arrivalMs = 60_000;

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
  /** True if more hops of the journey may still arrive. */
  incomplete: boolean;
}

/** Reads the journey of an order. If a back end is unavailable, `unavailable` says so and the other parts are still present. */
export async function readJourney({ jaeger, loki, jaegerUrl, grafanaUrl }: Shop, order: Order): Promise<ReadJourney> {
  const { orderId, traceId, placedAt, status } = order;
  const [spans, others] = await Promise.allSettled([
    traceId === null ? [] : spansOf(jaeger, traceId),
    status === 'cancelled' ? tracesOf(jaeger, orderId, placedAt) : [],
  ]);
  const cancellations = (answerOf(others) ?? []).filter(({ id }) => id !== traceId);
  const ids = [...(traceId === null ? [] : [traceId]), ...cancellations.map(({ id }) => id)];
  const [logs] = await Promise.allSettled([ids.length === 0 ? [] : logsOf(loki, ids, placedAt)]);
  const lines = answerOf(logs) ?? [];
  const journey = journeyOf(answerOf(spans) ?? [], lines);
  return {
    order,
    journey,
    cancellations: cancellations.map((trace) => journeyOf(trace.spans, lines)),
    unavailable: { traces: spans.status === 'rejected', logs: logs.status === 'rejected' },
    links: {
      jaeger: traceId === null || jaegerUrl === undefined ? undefined : `${jaegerUrl}/trace/${traceId}`,
      grafana: ids.length === 0 || grafanaUrl === undefined ? undefined : exploreLogs(grafanaUrl, ids),
    },
    incomplete: status === 'pending' || (journey.hops.length === 0 && Date.now() - Date.parse(placedAt) < arrivalMs),
  };
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
