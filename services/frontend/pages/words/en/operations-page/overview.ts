import type { OverviewWords } from '../../fr/operations-page/overview.ts';

export const overview: OverviewWords = {
  title: 'Operations',
  menu: 'Operations',
  at: 'As of',
  verdict: {
    good: 'All is well.',
    bad: (count: number) =>
      count === 1 ? 'One problem needs your attention.' : `${count} problems need your attention.`,
    unknown: 'State unknown: a data source is not responding.',
  },
  prometheusUnavailable:
    'Prometheus is not responding: metrics, charts and processes cannot be shown. Orders continue.',
  alertmanagerUnavailable: 'Alertmanager is not responding: firing alerts are unknown.',
  kafkaUnavailable: 'Kafka is not responding: the dead letters cannot be read.',
  unwatched: 'The Watchdog alert is missing: alerts may not be delivered. It appears within a minute after a start.',
  none: '–',
  tiles: {
    label: 'At a glance',
    placed: 'Orders per second',
    pending: 'In progress',
    acceptance: 'Acceptance, p95',
    settlement: 'End to end, p95',
    late: 'Consumer lag',
    deadLetters: 'Dead letters',
  },
};
