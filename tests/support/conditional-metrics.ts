/**
 * Metrics that exist only after an event, with their labels and that event (`since`). Queries may name them although
 * Prometheus has never seen them.
 */
export const conditional: Readonly<Record<string, { labels: readonly string[]; since: string }>> = {
  ALERTS: { labels: ['alertname', 'alertstate', 'severity'], since: 'an alert is pending or fires' },
  orderflow_fault_active: { labels: ['fault', 'job'], since: 'a stack is started with FAULTS_ENABLED=true' },
  otel_sdk_processor_span_processed_total: { labels: ['error_type'], since: 'a process loses spans' },
  otel_sdk_processor_log_processed_total: { labels: ['error_type'], since: 'a process loses log records' },
  otelcol_exporter_send_failed_spans: { labels: ['exporter'], since: 'Jaeger refuses spans' },
  otelcol_exporter_send_failed_log_records: { labels: ['exporter'], since: 'Loki refuses log records' },
  otelcol_exporter_enqueue_failed_spans: { labels: ['exporter'], since: 'the queue to Jaeger is full' },
  otelcol_exporter_enqueue_failed_log_records: { labels: ['exporter'], since: 'the queue to Loki is full' },
  container_cpu_usage_seconds_total: { labels: ['name'], since: 'cAdvisor runs' },
  container_cpu_cfs_throttled_seconds_total: { labels: ['name'], since: 'cAdvisor runs' },
  container_memory_working_set_bytes: { labels: ['name'], since: 'cAdvisor runs' },
  container_spec_memory_limit_bytes: { labels: ['name'], since: 'cAdvisor runs' },
  k6_dropped_iterations_total: { labels: ['scenario'], since: 'k6 has no idle user for a visit' },
  k6_iterations_total: { labels: ['scenario'], since: 'a load test runs' },
  k6_orders_accepted_total: { labels: ['scenario'], since: 'a load test runs' },
  k6_orders_missing_total: { labels: [], since: 'a load test ends' },
  k6_orders_unsettled_total: { labels: [], since: 'a load test ends' },
  k6_server_errors_total: { labels: ['scenario', 'condition'], since: 'a load test runs' },
  k6_http_reqs_total: { labels: ['scenario', 'name', 'method', 'status'], since: 'a load test runs' },
  k6_http_req_failed_total: {
    labels: ['scenario', 'name', 'method', 'status', 'condition'],
    since: 'a load test runs',
  },
  k6_http_req_duration_milliseconds_bucket: {
    labels: ['scenario', 'name', 'method', 'status', 'le'],
    since: 'a load test runs',
  },
  k6_order_accept_duration_milliseconds_bucket: { labels: ['scenario', 'le'], since: 'a load test runs' },
  k6_order_follow_duration_milliseconds_bucket: { labels: ['scenario', 'le'], since: 'a load test runs' },
  k6_vus: { labels: [], since: 'a load test runs' },
  k6_vus_max: { labels: [], since: 'a load test runs' },
};
