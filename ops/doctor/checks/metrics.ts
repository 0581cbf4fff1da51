import { eventually } from '../../clients/eventually.ts';
import { querySamples } from '../../clients/prometheus.ts';
import type { Check } from '../check.ts';

const processes = [
  'frontend',
  'user-service',
  'product-service',
  'product-worker',
  'order-service',
  'order-worker',
  'event-monitor',
];

/** Checks that the metrics of every process reach Prometheus. */
export const metrics: Check = {
  name: 'metrics',
  asks: ['otel-collector', 'prometheus'],
  expected: 'new metrics of every process within 45 s',
  look: ({ log }) => `${log('otel-collector')}, ${log('prometheus')}`,
  run: async (stack) => {
    // Prometheus keeps the last values of a dead process for two minutes, but only a live one's uptime grows.
    await eventually(45, async () => {
      const alive = await querySamples(
        stack.at.PROMETHEUS_URL,
        'max by (job) (changes(process_uptime_seconds[1m])) > 0',
      );
      const silent = processes.filter((name) => !alive.some(({ labels }) => labels['job'] === name));
      return silent.length > 0
        ? { missing: `no new metrics of ${silent.length === processes.length ? 'any process' : silent.join(', ')}` }
        : { found: alive };
    });
    const builds = await querySamples(stack.at.PROMETHEUS_URL, 'count by (service_version) (orderflow_build_info)');
    const versions = builds.map(({ labels }) => labels['service_version']).sort();
    const [series] = await querySamples(stack.at.PROMETHEUS_URL, 'count({__name__!=""})');
    return `${processes.length} processes report metrics, version ${versions.join(' and ')}; ${series?.value ?? 0} series in total`;
  },
};
