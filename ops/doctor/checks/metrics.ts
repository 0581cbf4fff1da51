import { eventually } from '../ask.ts';
import type { Check } from '../check.ts';
import { samples } from '../prometheus.ts';

const processes = [
  'frontend',
  'user-service',
  'product-service',
  'product-worker',
  'order-service',
  'order-worker',
  'event-monitor',
];

/** The metrics of every process reach Prometheus. */
export const metrics: Check = {
  name: 'metrics',
  expected: 'new metrics of every process within 45 s',
  look: ({ log }) => `${log('otel-collector')}, ${log('prometheus')}`,
  run: async (stack) => {
    // What a process told last stays for two minutes: only one that lives tells of a longer life each time.
    await eventually(45, async () => {
      const living = await samples(stack, 'max by (job) (changes(process_uptime_seconds[1m])) > 0');
      const silent = processes.filter((name) => !living.some(({ labels }) => labels['job'] === name));
      return silent.length > 0
        ? { missing: `nothing new of ${silent.length === processes.length ? 'any process' : silent.join(', ')}` }
        : { found: living };
    });
    const told = await samples(stack, 'count by (service_version) (orderflow_build_info)');
    const versions = told.map(({ labels }) => labels['service_version']).sort();
    const [series] = await samples(stack, 'count({__name__!=""})');
    return `${processes.length} processes tell theirs, version ${versions.join(' and ')}; ${series?.value ?? 0} series in all`;
  },
};
