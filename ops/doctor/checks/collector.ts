import { type Check, Fault } from '../check.ts';
import { growth, type Sample, samples } from '../prometheus.ts';

/** A queue that is fuller than this will soon drop something. */
const fullest = 0.8;

const lost =
  'otelcol_(receiver_(refused|failed)|exporter_(send|enqueue)_failed|processor_(refused|dropped|tail_sampling_sampling_trace_dropped_too_early)).*';

/** The collector keeps up: its queues have room, and it has lost nothing lately. */
export const collector: Check = {
  name: 'collector',
  expected: `queues less than ${fullest * 100} % full; nothing refused or dropped in the last 5 minutes`,
  look: ({ log }) => `${log('otel-collector')}; whether Jaeger and Loki take what it sends`,
  run: async (stack) => {
    const queues = await samples(stack, 'otelcol_exporter_queue_size / otelcol_exporter_queue_capacity');
    const losses = await growth(stack, `{__name__=~"${lost}"}`, 5);
    const faults = faultsOf(queues, losses);
    if (faults.length > 0) throw new Fault(faults.join('; '));
    const fill = Math.max(...queues.map(({ value }) => value));
    return `the fullest of ${queues.length} queues holds ${(fill * 100).toFixed(1)} %; nothing refused or dropped for 5 minutes`;
  },
};

export function faultsOf(queues: readonly Sample[], losses: readonly Sample[]): string[] {
  if (queues.length === 0) return ['the collector tells nothing of its queues'];
  return [
    ...queues
      .filter(({ value }) => value > fullest)
      .map(({ labels, value }) => `the queue of ${labels['exporter']} is ${Math.round(value * 100)} % full`),
    ...losses
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => {
        const who = labels['exporter'] ?? labels['receiver'] ?? labels['processor'] ?? '';
        return `${labels['__name__']?.replace(/^otelcol_|_total$/g, '')} ${value} (${who})`;
      }),
  ];
}
