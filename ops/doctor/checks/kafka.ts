import { type Check, Fault } from '../check.ts';
import { type Sample, samples } from '../prometheus.ts';

/** The Kafka cluster is whole, as event-monitor sees it. */
export const kafka: Check = {
  name: 'kafka',
  expected: 'a controller, no partition offline or under-replicated',
  look: ({ log }) => `${log('kafka')}, ${log('event-monitor')}`,
  run: async (stack) => {
    const found = await samples(
      stack,
      'max by (__name__) ({__name__=~"orderflow_kafka_(reachable|brokers|controllers)"})',
    );
    const bad = await samples(stack, '{__name__=~"orderflow_kafka_partitions_(offline|under_replicated)"} > 0');
    const faults = faultsOf(found, bad);
    if (faults.length > 0) throw new Fault(faults.join('; '));
    const brokers = tells(found, 'brokers');
    const [partitions] = await samples(stack, 'sum(max by (topic) (orderflow_kafka_partitions))');
    return `${brokers} broker${brokers === 1 ? '' : 's'}, ${partitions?.value ?? 0} partitions, all with a leader and in sync`;
  },
};

const tells = (found: readonly Sample[], name: string): number | undefined =>
  found.find(({ labels }) => labels['__name__'] === `orderflow_kafka_${name}`)?.value;

export function faultsOf(found: readonly Sample[], bad: readonly Sample[]): string[] {
  const reachable = tells(found, 'reachable');
  if (reachable === undefined) return ['event-monitor tells nothing of the cluster'];
  if (reachable === 0) return ['event-monitor does not reach the cluster'];
  return [
    ...(tells(found, 'controllers') === 1 ? [] : ['there is no controller']),
    ...bad.map(({ labels, value }) => {
      const state = labels['__name__']?.endsWith('offline') ? 'offline' : 'under-replicated';
      return `${labels['topic']}: ${value} partitions ${state}`;
    }),
  ];
}
