import type { Order } from '../orders/order.ts';
import type { Shop } from '../shop.ts';
import { type Journey, journeyOf } from './hops.ts';
import { linesOf, logsOf } from './logs.ts';
import { spansOf, tracesOf } from './trace.ts';

/** Telemetry is there some seconds after it was made; an order this old has all of it, or none will come. */
const arrivesMs = 60_000;

export interface ReadJourney {
  order: Order;
  journey: Journey;
  /** Of the requests to cancel it: each is a trace of its own. */
  cancellations: readonly Journey[];
  /** Back ends that did not answer. */
  away: { traces: boolean; logs: boolean };
  /** Where its trace and its logs can be seen in full. */
  links: { jaeger: string | undefined; grafana: string | undefined };
  /** Whether there may be more to see in a moment. */
  moving: boolean;
}

/** What the back ends know of an order's journey. One that is away is told, and takes nothing else with it. */
export async function readJourney({ jaeger, loki, jaegerUrl, grafanaUrl }: Shop, order: Order): Promise<ReadJourney> {
  const { orderId, traceId, placedAt, status } = order;
  const [spans, others] = await Promise.allSettled([
    traceId === null ? [] : spansOf(jaeger, traceId),
    status === 'cancelled' ? tracesOf(jaeger, orderId, placedAt) : [],
  ]);
  const cancellations = (told(others) ?? []).filter(({ id }) => id !== traceId);
  const ids = [...(traceId === null ? [] : [traceId]), ...cancellations.map(({ id }) => id)];
  const [logs] = await Promise.allSettled([ids.length === 0 ? [] : logsOf(loki, ids, placedAt)]);
  const lines = told(logs) ?? [];
  const journey = journeyOf(told(spans) ?? [], lines);
  return {
    order,
    journey,
    cancellations: cancellations.map((trace) => journeyOf(trace.spans, lines)),
    away: { traces: spans.status === 'rejected', logs: logs.status === 'rejected' },
    links: {
      jaeger: traceId === null ? undefined : `${jaegerUrl}/trace/${traceId}`,
      grafana: ids.length === 0 || grafanaUrl === undefined ? undefined : exploreLogs(grafanaUrl, ids),
    },
    moving: status === 'pending' || (journey.hops.length === 0 && Date.now() - Date.parse(placedAt) < arrivesMs),
  };
}

const told = <T>(result: PromiseSettledResult<T>): T | undefined =>
  result.status === 'fulfilled' ? result.value : undefined;

/** Grafana's Explore on the lines of traces. */
function exploreLogs(grafanaUrl: string, traceIds: readonly string[]): string {
  const pane = {
    datasource: 'loki',
    queries: [{ refId: 'A', expr: linesOf(traceIds) }],
    range: { from: 'now-48h', to: 'now' },
  };
  return `${grafanaUrl}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ logs: pane }) })}`;
}
