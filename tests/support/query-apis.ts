import { environment } from './environment.ts';

/** Queries Prometheus' API and returns its data. */
export const prometheus = (path: string, query: Record<string, string>) =>
  get(new URL(`/api/v1/${path}`, environment.prometheusUrl), query);
/** Queries Loki's API and returns its data. */
export const loki = (path: string, query: Record<string, string>) =>
  get(new URL(`/loki/api/v1/${path}`, environment.lokiUrl), query);
/** Queries Jaeger's API and returns its data; empty for a trace that Jaeger does not have (yet). */
export const jaeger = (path: string, query: Record<string, string> = {}) =>
  get(new URL(`/api/${path}`, environment.jaegerUrl), query);

async function get(url: URL, query: Record<string, string>): Promise<unknown> {
  url.search = new URLSearchParams(query).toString();
  const response = await fetch(url);
  const text = await response.text();
  // Jaeger's response for an unknown trace.
  if (response.status === 404 && text.includes('trace not found')) return [];
  if (!response.ok) throw new Error(`${response.status} ${text} for ${JSON.stringify(query)}`);
  return (JSON.parse(text) as { data: unknown }).data;
}
