import type { ObjectivesWords } from '../../fr/operations-page/objectives.ts';

export const objectives: ObjectivesWords = {
  title: 'Service level objectives (7 days)',
  name: 'Objective',
  names: { 'order-acceptance': 'Orders accepted without an error', 'order-settlement': 'Orders settled within 2 s' },
  target: 'Target',
  met: 'Met',
  budget: 'Error budget left',
  burn: 'Burn rate (1 h)',
};
