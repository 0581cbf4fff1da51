import { metrics } from '@opentelemetry/api';
import {
  ATTR_CPU_MODE,
  ATTR_SERVICE_VERSION,
  CPU_MODE_VALUE_SYSTEM,
  CPU_MODE_VALUE_USER,
  METRIC_PROCESS_CPU_TIME,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_PROCESS_UPTIME,
} from '@opentelemetry/semantic-conventions/incubating';
import manifest from '../../package.json' with { type: 'json' };

/**
 * Reports what this process uses of its machine, since when it runs, and which version it is: by the semantic
 * conventions for processes, which the runtime's instrumentation leaves out.
 */
export function measureProcess(): void {
  const meter = metrics.getMeter('orderflow');
  meter
    .createObservableCounter(METRIC_PROCESS_CPU_TIME, { description: 'CPU time used', unit: 's' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { [ATTR_CPU_MODE]: CPU_MODE_VALUE_USER });
      result.observe(system / 1e6, { [ATTR_CPU_MODE]: CPU_MODE_VALUE_SYSTEM });
    });
  meter
    .createObservableUpDownCounter(METRIC_PROCESS_MEMORY_USAGE, { description: 'Resident memory', unit: 'By' })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge(METRIC_PROCESS_UPTIME, { description: 'Time since the start of the process', unit: 's' })
    .addCallback((result) => result.observe(process.uptime()));
  meter
    .createObservableGauge('orderflow.build.info', { description: 'Always 1; the labels tell what runs' })
    .addCallback((result) =>
      result.observe(1, { [ATTR_SERVICE_VERSION]: manifest.version, 'nodejs.version': process.version }),
    );
}
