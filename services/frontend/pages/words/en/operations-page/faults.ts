import type { FaultsWords } from '../../fr/operations-page/faults.ts';

export const faults: FaultsWords = {
  title: 'Injected faults',
  none: 'No fault is on.',
  until: 'until',
  off: 'Switch off',
  offOf: (name: string) => `Switch off ${name}`,
};
