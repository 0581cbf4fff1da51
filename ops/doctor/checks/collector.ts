import { querySamples, type Sample } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';
import { growth } from '../growth.ts';

/** The largest healthy fill of a queue; a fuller queue may soon drop data. */
const fullest = 0.8;

const longestMinutes = 5;

const lost =
  'otelcol_(receiver_(refused|failed)|exporter_(send|enqueue)_failed|processor_(refused|dropped|tail_sampling_sampling_trace_dropped_too_early)).*';

/** Checks that the collector's queues have room, and that it has lost no data in the last 5 minutes. */
export const collector: Check = {
  name: 'collector',
  asks: ['otel-collector', 'prometheus'],
  expected: `queues less than ${fullest * 100} % full; nothing refused or dropped in the last ${longestMinutes} minutes`,
  look: ({ log }) => `${log('otel-collector')}; whether Jaeger and Loki accept its data`,
  run: async (stack) => {
    const queues = await querySamples(
      stack.at.PROMETHEUS_URL,
      'otelcol_exporter_queue_size / otelcol_exporter_queue_capacity',
    );
    const { readyAt } = stack.backEndStates();
    const minutes = observedMinutes(readyAt, Date.now());
    const losses = await growth(stack.at.PROMETHEUS_URL, `{__name__=~"${lost}"}`, minutes);
    const problems = problemsOf(queues, losses);
    if (problems.length > 0) throw new CheckFailed(problems.join('; '));
    const fill = Math.max(...queues.map(({ value }) => value));
    return `the fullest of ${queues.length} queues holds ${(fill * 100).toFixed(1)} %; nothing refused or dropped for ${minutes === longestMinutes ? `${longestMinutes} minutes` : `${Math.round(minutes * 60)} s, since all back ends are ready`}`;
  },
};

/** Returns the minutes in which losses count: while a new stack still builds its back ends, the collector cannot deliver. */
export const observedMinutes = (readyAt: number | undefined, now: number): number =>
  readyAt === undefined ? longestMinutes : Math.min(longestMinutes, (now - readyAt) / 60_000);

/** Returns the problems of the collector. */
export function problemsOf(queues: readonly Sample[], losses: readonly Sample[]): string[] {
  if (queues.length === 0) return ['the collector reports no queues'];
  return [
    ...queues
      .filter(({ value }) => value > fullest)
      .map(({ labels, value }) => `the queue of ${labels['exporter']} is ${Math.round(value * 100)} % full`),
    ...losses
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => {
        const component = labels['exporter'] ?? labels['receiver'] ?? labels['processor'] ?? '';
        return `${labels['__name__']?.replace(/^otelcol_|_total$/g, '')} ${value} (${component})`;
      }),
  ];
}
