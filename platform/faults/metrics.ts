import { metrics } from '@opentelemetry/api';
import { faultDefinitions, faultNames, type ProcessName } from './definitions.ts';
import type { Faults } from './faults.ts';

/** Reports for each fault that this process can have whether it is on. */
export function reportFaults(faults: Faults): void {
  const possible = faultNames.filter((fault) =>
    (faultDefinitions[fault].processes as readonly ProcessName[]).includes(faults.process),
  );
  metrics
    .getMeter('orderflow')
    .createObservableGauge('orderflow.fault.active', {
      description: '1 while a fault is switched on in this process, else 0',
    })
    .addCallback((result) => {
      for (const fault of possible) result.observe(faults.active(fault).length > 0 ? 1 : 0, { fault });
    });
}
