import { eventually } from '../../clients/eventually.ts';
import { querySamples, type Sample } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

const groups = ['orders', 'products'];

/** Checks that the workers' consumer groups have members and no lag. */
export const consumers: Check = {
  name: 'consumers',
  asks: ['otel-collector', 'prometheus'],
  expected: 'each group has a member, and its lag falls to 0 within 30 s',
  look: ({ log }) => `${log('product-worker')}, order-worker, event-monitor`,
  run: async (stack) =>
    eventually(30, async () => {
      // Prometheus keeps the last values for two minutes after event-monitor is disconnected from Kafka.
      const [reachable] = await querySamples(stack.at.PROMETHEUS_URL, 'min(orderflow_kafka_reachable)');
      if (reachable?.value === 0) return { missing: 'event-monitor cannot reach Kafka' };
      const members = await querySamples(stack.at.PROMETHEUS_URL, 'max by (group) (orderflow_consumer_members)');
      const lags = await querySamples(stack.at.PROMETHEUS_URL, 'max by (group, topic) (orderflow_consumer_lag)');
      if (lags.length === 0)
        throw new CheckFailed('Prometheus has no lag metric of any group', stack.log('event-monitor'));
      const problems = problemsOf(members, lags);
      if (problems.length > 0) return { missing: problems.join('; ') };
      const counts = members.map(({ labels, value }) => `${labels['group']} ${value}`).sort();
      return { found: `members: ${counts.join(', ')}; lag 0 on ${lags.length} subscriptions` };
    }),
};

/** Returns the problems of the consumer groups. */
export function problemsOf(members: readonly Sample[], lags: readonly Sample[]): string[] {
  const of = (found: readonly Sample[], group: string) => found.filter(({ labels }) => labels['group'] === group);
  return groups.flatMap((group) => {
    if (of(lags, group).length === 0) return [`Prometheus has no lag metric of the group ${group}`];
    return [
      ...((of(members, group)[0]?.value ?? 0) > 0 ? [] : [`the group ${group} has no member`]),
      ...of(lags, group)
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => `the group ${group} is ${value} messages behind on ${labels['topic']}`),
    ];
  });
}
