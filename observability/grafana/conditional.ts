/**
 * Metrics that exist only after something happened, with the labels they have then and what must happen: queries may
 * name them although Prometheus has never seen them.
 */
export const conditional: Readonly<Record<string, { labels: readonly string[]; since: string }>> = {
  ALERTS: { labels: ['alertname', 'alertstate', 'severity'], since: 'an alert is pending or fires' },
  orderflow_messages_retried_total: { labels: ['job', 'topic', 'group', 'type'], since: 'a message is tried again' },
  orderflow_messages_dead_lettered_total: { labels: ['job', 'topic', 'group', 'type'], since: 'a message is given up' },
  'group_topic:orderflow_messages_retried:rate1m': { labels: ['topic', 'group'], since: 'a message is tried again' },
  'group_topic:orderflow_messages_dead_lettered:rate1m': { labels: ['topic', 'group'], since: 'a message is given up' },
  otelcol_exporter_send_failed_spans: { labels: ['exporter'], since: 'Jaeger refuses spans' },
  otelcol_exporter_send_failed_log_records: { labels: ['exporter'], since: 'Loki refuses log records' },
  otelcol_exporter_enqueue_failed_spans: { labels: ['exporter'], since: 'the queue to Jaeger is full' },
  otelcol_exporter_enqueue_failed_log_records: { labels: ['exporter'], since: 'the queue to Loki is full' },
  alertmanager_alerts: { labels: ['state'], since: 'Alertmanager runs: not in the local stack' },
  alertmanager_notifications_total: { labels: [], since: 'Alertmanager runs: not in the local stack' },
  alertmanager_notifications_failed_total: { labels: [], since: 'Alertmanager runs: not in the local stack' },
  container_cpu_usage_seconds_total: { labels: ['name'], since: 'cAdvisor runs' },
  container_cpu_cfs_throttled_seconds_total: { labels: ['name'], since: 'cAdvisor runs' },
  container_memory_working_set_bytes: { labels: ['name'], since: 'cAdvisor runs' },
  container_spec_memory_limit_bytes: { labels: ['name'], since: 'cAdvisor runs' },
};
