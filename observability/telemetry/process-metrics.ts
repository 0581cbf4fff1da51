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
 * Reports the CPU time, memory and uptime of this process as OpenTelemetry's conventions for processes name them, and its
 * version. The instrumentation of the Node runtime does not report these.
 */
export function measureProcess(): void {
  const meter = metrics.getMeter('orderflow');
  meter
    .createObservableCounter(METRIC_PROCESS_CPU_TIME, { description: 'CPU time used by the process', unit: 's' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { [ATTR_CPU_MODE]: CPU_MODE_VALUE_USER });
      result.observe(system / 1e6, { [ATTR_CPU_MODE]: CPU_MODE_VALUE_SYSTEM });
    });
  meter
    .createObservableUpDownCounter(METRIC_PROCESS_MEMORY_USAGE, {
      description: 'Resident memory of the process',
      unit: 'By',
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge(METRIC_PROCESS_UPTIME, { description: 'Time since the start of the process', unit: 's' })
    .addCallback((result) => result.observe(process.uptime()));
  meter
    .createObservableGauge('orderflow.build.info', {
      description: 'Always 1; the labels contain the version of the service and of Node',
    })
    .addCallback((result) =>
      result.observe(1, { [ATTR_SERVICE_VERSION]: manifest.version, 'nodejs.version': process.version }),
    );
}
