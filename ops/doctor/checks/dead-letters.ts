import { type Check, Fault } from '../check.ts';
import { samples } from '../prometheus.ts';

/** Nobody has left a dead letter lying. */
export const deadLetters: Check = {
  name: 'dead letters',
  expected: 'no dead letter is open',
  look: ({ kind }) =>
    kind === 'local' ? 'npm run dlq -- list' : 'docker compose run --rm event-monitor ops/dlq/dlq.ts list',
  run: async (stack) => {
    const open = await samples(stack, 'max by (topic) (orderflow_dead_letters_open)');
    if (open.length === 0) throw new Fault('nothing is known of them', stack.log('event-monitor'));
    const told = open
      .map(({ labels, value }) => `${value} in ${labels['topic']}`)
      .sort()
      .join(', ');
    if (open.some(({ value }) => value > 0)) throw new Fault(`open: ${told}`);
    return `open: ${told}`;
  },
};
