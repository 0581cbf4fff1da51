import type { OverviewWords } from '../../fr/operations-page/overview.ts';

export const overview: OverviewWords = {
  title: 'Operations',
  menu: 'Operations',
  at: 'As of',
  nav: { label: 'Operations', orders: 'Orders' },
  verdict: {
    good: 'All is well.',
    process: (process: string) => `${process} is down`,
    group: (group: string) => `The group ${group} has no consumer`,
    more: (count: number) => (count === 1 ? 'and one more problem' : `and ${count} more problems`),
    unavailable: (sources: readonly string[]) =>
      `${sources.join(' and ')} ${sources.length > 1 ? 'are' : 'is'} not responding.`,
    unknown: (why: string) => `State unknown: ${why}`,
  },
  prometheusUnavailable:
    'Without Prometheus, there are no charts and no durations. What Kafka knows is shown, and orders continue.',
  alertmanagerUnavailable: 'Alertmanager is not responding: firing alerts are unknown.',
  kafkaUnavailable: 'Kafka is not responding: the dead letters cannot be read.',
  unwatched: 'The Watchdog alert is missing: alerts may not be delivered. It appears within a minute after a start.',
  none: '–',
  missing: 'These metrics cannot be read at the moment.',
  tiles: {
    label: 'At a glance',
    bad: 'above the limit',
    trend: { up: 'rising', down: 'falling', steady: 'steady' },
    placed: 'Orders per second',
    pending: 'In progress',
    acceptance: 'Acceptance, p95',
    settlement: 'End to end, p95',
    late: 'Consumer lag',
    deadLetters: 'Dead letters',
  },
};
