import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** The data sources that ../datasources/datasources.yaml defines. */
export const sources = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  loki: { type: 'loki', uid: 'loki' },
  jaeger: { type: 'jaeger', uid: 'jaeger' },
} as const;

/** The label matcher that selects the series of the chosen environment. */
export const here = 'deployment_environment_name="$environment"';

/** Returns a PromQL query over the selected time. `legend` names each line; `{{label}}` stands for the value of a label. */
export const promql = (expr: string, legend = '__auto'): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).legendFormat(legend).range();

/** Returns a PromQL query at the end of the selected time: one number per series. */
export const promqlNow = (expr: string, legend = '__auto'): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).legendFormat(legend).instant();

/** Returns a PromQL query for the buckets of a classic histogram, for a heatmap. */
export const buckets = (expr: string): PrometheusQuery => promql(expr, '{{le}}').format(PromQueryFormat.Heatmap);

/** Returns a PromQL query at the end of the selected time: one table row per series. */
export const rows = (expr: string): PrometheusQuery =>
  new PrometheusQuery().datasource(sources.prometheus).expr(expr).format(PromQueryFormat.Table).instant();

/** Returns a LogQL query for log records, newest first, or for numbers over time. */
export const logql = (expr: string, legend = ''): LokiQuery =>
  new LokiQuery().datasource(sources.loki).expr(expr).legendFormat(legend).queryType('range').maxLines(200);

/** Returns a LogQL query at the end of the selected time: one number per series. */
export const logqlNow = (expr: string, legend = ''): LokiQuery =>
  new LokiQuery().datasource(sources.loki).expr(expr).legendFormat(legend).queryType('instant');

interface JaegerFields {
  service: string;
  operation?: string;
  /** Tags in logfmt, such as `error=true http.route=/api/orders`. */
  tags?: string;
  /** A duration such as `500ms` or `1.2s`. */
  minDuration?: string;
  limit: number;
}

type JaegerModel = Dataquery & {
  refId: string;
  datasource: typeof sources.jaeger;
} & (({ queryType: 'search' } & JaegerFields) | { query: string });

/** A query of Grafana's Jaeger data source, for which the SDK has no builder. */
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

/** Returns a query for the latest traces of a service that match. */
export const searchTraces = (fields: JaegerFields): JaegerQuery => new JaegerQuery(fields);

/** Returns a query for one trace by its id. */
export const traceOf = (traceId: string): JaegerQuery => new JaegerQuery({ query: traceId });

export type Query = PrometheusQuery | LokiQuery | JaegerQuery;

/** Assigns the reference ids A, B, C and so on to the queries of a panel. */
export const withRefIds = (queries: readonly Query[]): Query[] =>
  queries.map((query, index) => query.refId(String.fromCharCode(65 + index)));
