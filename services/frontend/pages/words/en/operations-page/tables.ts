import type { TablesWords } from '../../fr/operations-page/tables.ts';

export const tables: TablesWords = {
  states: {
    title: 'Orders by state',
    state: 'State',
    rate: 'Per second',
    stored: 'Stored',
  },
  groups: {
    title: 'Consumers',
    group: 'Group',
    topic: 'Topic',
    lag: 'Lag (messages)',
    late: 'Lag (time)',
    members: 'Members',
  },
  processes: {
    title: 'Processes',
    name: 'Process',
    state: 'State',
    up: 'up',
    instances: (count: number) => `${count} up`,
    down: 'down',
    uptime: 'Uptime',
    dependencies: 'Dependencies',
    missing: 'unavailable:',
  },
};
