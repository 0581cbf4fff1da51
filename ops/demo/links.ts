import type { AcceptedOrder } from '../clients/order.ts';
import type { Ports } from '../stack/paths.ts';

/** A function that returns the addresses of an order's journey, trace and logs on the servers that are running. */
export type Links = (order: AcceptedOrder) => string[];

/** Checks which servers run, and returns a function that links to them. Only containers have the pages of Jaeger and Grafana. */
export async function findLinks({ frontend, jaeger, loki }: Ports, grafana: number): Promise<Links> {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const [hasTraces, hasLogs, hasGrafana] = await Promise.all([
    answers(at(jaeger)),
    answers(`${at(loki)}/ready`),
    answers(`${at(grafana)}/api/health`),
  ]);
  return ({ orderId, traceId }) => [
    `journey  ${at(frontend)}/orders/${orderId}/journey`,
    ...(hasTraces && traceId !== null
      ? [`trace    ${hasGrafana ? `${at(jaeger)}/trace/${traceId}` : `${at(jaeger)}/api/traces/${traceId}`}`]
      : []),
    ...(hasLogs && traceId !== null
      ? [`logs     ${hasGrafana ? inGrafana(at(grafana), traceId) : inLoki(at(loki), traceId)}`]
      : []),
  ];
}

const query = (traceId: string) => `{service_name=~".+"} | trace_id="${traceId}"`;

/** Returns the address of Grafana's Explore page with the logs of a trace. */
function inGrafana(grafana: string, traceId: string): string {
  const pane = {
    datasource: 'loki',
    queries: [{ refId: 'A', datasource: { type: 'loki', uid: 'loki' }, expr: query(traceId) }],
    range: { from: 'now-1h', to: 'now' },
  };
  return `${grafana}/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ logs: pane }) })}`;
}

/** Returns the address of the same logs as JSON, because Loki itself has no pages. */
const inLoki = (loki: string, traceId: string): string =>
  `${loki}/loki/api/v1/query_range?${new URLSearchParams({ query: query(traceId), since: '1h' })}`;

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return response?.ok ?? false;
}
