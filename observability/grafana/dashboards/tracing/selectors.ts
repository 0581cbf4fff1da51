import { here } from '../../builders/queries.ts';

/** Selects the series of the chosen service. */
export const selected = `${here},service_name="$service"`;
/** Selects handled requests and messages, without live status streams, which last as long as the order takes. */
export const work = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER",span_name!="GET /api/orders/:id/events"';
export const failed = 'status_code="STATUS_CODE_ERROR"';
export const calls = 'traces_span_metrics_calls_total';
export const duration = 'traces_span_metrics_duration_seconds';
