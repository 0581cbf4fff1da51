import { querySamples } from '../../clients/prometheus.ts';
import { type Check, CheckFailed } from '../check.ts';

/** Checks that no dead letter is open. */
export const deadLetters: Check = {
  name: 'dead letters',
  asks: ['otel-collector', 'prometheus'],
  expected: 'no dead letter is open',
  look: ({ kind }) => (kind === 'local' ? 'npm run dlq -- list' : 'docker compose run --rm tools ops/dlq/dlq.ts list'),
  run: async (stack) => {
    const open = await querySamples(stack.at.PROMETHEUS_URL, 'max by (topic) (orderflow_dead_letters_open)');
    if (open.length === 0) throw new CheckFailed('Prometheus has no count of dead letters', stack.log('event-monitor'));
    const counts = open
      .map(({ labels, value }) => `${value} in ${labels['topic']}`)
      .sort()
      .join(', ');
    if (open.some(({ value }) => value > 0)) throw new CheckFailed(`open: ${counts}`);
    return `open: ${counts}`;
  },
};
