import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** The data sources of ../datasources/datasources.yaml. */
export const sources = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  loki: { type: 'loki', uid: 'loki' },
  jaeger: { type: 'jaeger', uid: 'jaeger' },
} as const;

/** What every series of Orderflow's processes is selected by. */
export const here = 'deployment_environment_name="$environment"';

/** A PromQL query over the time that the dashboard shows; `legend` names each line, `{{label}}` its label's value. */
export const promql = (expr: string, legend = '__auto'): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).legendFormat(legend).range();

/** A PromQL query at the end of the time that the dashboard shows: one number per series. */
export const promqlNow = (expr: string, legend = '__auto'): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).legendFormat(legend).instant();

/** The buckets of a classic histogram, for a heatmap. */
export const buckets = (expr: string): PrometheusQuery => promql(expr, '{{le}}').format(PromQueryFormat.Heatmap);

/** A PromQL query at the end of the time that the dashboard shows: a row of a table per series. */
export const rows = (expr: string): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).format(PromQueryFormat.Table).instant();

/** A LogQL query for log records, newest first, or for numbers over time. */
export const logql = (expr: string, legend = ''): LokiQuery =>
  new LokiQuery().datasource(sources.loki).expr(expr).legendFormat(legend).queryType('range').maxLines(200);

/** A LogQL query at the end of the time that the dashboard shows: one number per series. */
export const logqlNow = (expr: string, legend = ''): LokiQuery =>
  new LokiQuery().datasource(sources.loki).expr(expr).legendFormat(legend).queryType('instant');

interface JaegerFields {
  service: string;
  operation?: string;
  /** logfmt: `error=true http.route=/api/orders`. */
  tags?: string;
  /** `500ms`, `1.2s`. */
  minDuration?: string;
  limit: number;
}

type JaegerModel = Dataquery & {
  refId: string;
  datasource: typeof sources.jaeger;
} & (({ queryType: 'search' } & JaegerFields) | { query: string });

/** The SDK has no builder for Jaeger. The fields are those of Grafana's Jaeger data source. */
class JaegerQuery implements Builder<Dataquery> {
  readonly #model: JaegerModel;
  constructor(model: Omit<JaegerFields, 'queryType'> | { query: string }) {
    const base = { refId: '', datasource: sources.jaeger, _implementsDataqueryVariant: () => {} };
    this.#model = 'query' in model ? { ...base, ...model } : { ...base, queryType: 'search', ...model };
  }
  refId(refId: string): this {
    this.#model.refId = refId;
    return this;
  }
  build(): Dataquery {
    return this.#model;
  }
}

/** The latest traces of a service that match. */
export const searchTraces = (fields: JaegerFields): JaegerQuery => new JaegerQuery(fields);

/** One trace by its id. */
export const traceOf = (traceId: string): JaegerQuery => new JaegerQuery({ query: traceId });

export type Query = PrometheusQuery | LokiQuery | JaegerQuery;
