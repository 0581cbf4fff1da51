import { eventually } from '../ask.ts';
import { type Check, Fault } from '../check.ts';
import { type Sample, samples } from '../prometheus.ts';

const groups = ['orders', 'products'];

/** The workers' groups have members and have read everything. */
export const consumers: Check = {
  name: 'consumers',
  expected: 'each group has a member, and its lag falls to 0 within 30 s',
  look: ({ log }) => `${log('product-worker')}, order-worker, event-monitor`,
  run: async (stack) =>
    eventually(30, async () => {
      // What was told before the cluster was lost stays for two minutes.
      const [reachable] = await samples(stack, 'min(orderflow_kafka_reachable)');
      if (reachable?.value === 0) return { missing: 'event-monitor does not reach Kafka' };
      const members = await samples(stack, 'max by (group) (orderflow_consumer_members)');
      const lags = await samples(stack, 'max by (group, topic) (orderflow_consumer_lag)');
      if (lags.length === 0) throw new Fault('nothing is known of them', stack.log('event-monitor'));
      const faults = faultsOf(members, lags);
      if (faults.length > 0) return { missing: faults.join('; ') };
      const counts = members.map(({ labels, value }) => `${labels['group']} ${value}`).sort();
      return { found: `members: ${counts.join(', ')}; lag 0 on ${lags.length} subscriptions` };
    }),
};

export function faultsOf(members: readonly Sample[], lags: readonly Sample[]): string[] {
  const of = (found: readonly Sample[], group: string) => found.filter(({ labels }) => labels['group'] === group);
  return groups.flatMap((group) => {
    if (of(lags, group).length === 0) return [`nothing is known of the group ${group}`];
    return [
      ...((of(members, group)[0]?.value ?? 0) > 0 ? [] : [`the group ${group} has no member`]),
      ...of(lags, group)
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => `the group ${group} is ${value} messages behind on ${labels['topic']}`),
    ];
  });
}
