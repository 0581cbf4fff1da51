import { querySamples, type Sample } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that the Kafka cluster is healthy, according to event-monitor. */
export const kafka: Check = {
  name: 'kafka',
  asks: ['otel-collector', 'prometheus'],
  expected: 'a controller, no partition offline or under-replicated',
  look: ({ log }) => `${log('kafka')}, ${log('event-monitor')}`,
  run: async (stack) => {
    const found = await querySamples(
      stack.at.PROMETHEUS_URL,
      'max by (__name__) ({__name__=~"orderflow_kafka_(reachable|brokers|controllers)"})',
    );
    const bad = await querySamples(
      stack.at.PROMETHEUS_URL,
      '{__name__=~"orderflow_kafka_partitions_(offline|under_replicated)"} > 0',
    );
    const problems = problemsOf(found, bad);
    if (problems.length > 0) throw new CheckFailed(problems.join('; '));
    const brokers = metric(found, 'brokers');
    const [partitions] = await querySamples(
      stack.at.PROMETHEUS_URL,
      'sum(max by (topic) (orderflow_kafka_partitions))',
    );
    return `${brokers} broker${brokers === 1 ? '' : 's'}, ${partitions?.value ?? 0} partitions, all with a leader and in sync`;
  },
};

const metric = (found: readonly Sample[], name: string): number | undefined =>
  found.find(({ labels }) => labels['__name__'] === `orderflow_kafka_${name}`)?.value;

/** Returns the problems of the cluster. */
export function problemsOf(found: readonly Sample[], bad: readonly Sample[]): string[] {
  const reachable = metric(found, 'reachable');
  if (reachable === undefined) return ['event-monitor reports no metrics of the cluster'];
  if (reachable === 0) return ['event-monitor cannot reach the cluster'];
  return [
    ...(metric(found, 'controllers') === 1 ? [] : ['the cluster has no controller']),
    ...bad.map(({ labels, value }) => {
      const state = labels['__name__']?.endsWith('offline') ? 'offline' : 'under-replicated';
      return `${labels['topic']}: ${value} partitions ${state}`;
    }),
  ];
}
