import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { per } from './selectors.ts';

export const prometheusRow = row(
  'Prometheus and Alertmanager',
  graph('Targets', 'short', '1 when Prometheus can scrape the target.', promql('min by (job) (up)', '{{job}}'))
    .max(1.1)
    .span(8),
  graph(
    'Samples ingested',
    'ops',
    'Samples that Prometheus stores per second.',
    promql(per('prometheus_tsdb_head_samples_appended_total', 'job="prometheus"'), '{{type}}'),
  ).span(8),
  graph(
    'Series in memory',
    'short',
    'Series with recent samples. Grows without limit if the values of a label do.',
    promql('prometheus_tsdb_head_series{job="prometheus"}', 'series'),
  ).span(8),
  graph(
    'Scrape duration',
    's',
    'Time that each target takes to respond; the limit is 5 s.',
    promql('max by (job) (scrape_duration_seconds)', '{{job}}'),
  ).span(8),
  graph(
    'Rule failures',
    'ops',
    'Rule evaluations per second that failed. Must be 0.',
    promql(`sum(${per('prometheus_rule_evaluation_failures_total', 'job="prometheus"')})`, 'failures'),
  ).span(8),
  graph(
    'Disk',
    'bytes',
    'Size of the blocks and of the write-ahead log. They are kept for 7 days or up to 1 GB.',
    promql('prometheus_tsdb_storage_blocks_bytes{job="prometheus"}', 'blocks'),
    promql('prometheus_tsdb_wal_storage_size_bytes{job="prometheus"}', 'write-ahead log'),
  ).span(8),
  graph(
    'Alerts in Alertmanager',
    'short',
    'Alerts that Alertmanager knows, by state.',
    promql('sum by (state) (alertmanager_alerts{job="alertmanager"})', '{{state}}'),
  ),
  graph(
    'Notifications',
    'ops',
    'Notifications per second that were sent, and that failed.',
    promql(`sum(${per('alertmanager_notifications_total', 'job="alertmanager"')})`, 'sent'),
    promql(`sum(${per('alertmanager_notifications_failed_total', 'job="alertmanager"')})`, 'failed'),
  ),
);
