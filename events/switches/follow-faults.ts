import { reportFaults } from '#platform/faults/metrics.ts';
import { injectProcessFaults } from '#platform/faults/process-faults.ts';
import { faults } from '#platform/faults/this-process.ts';

/** Applies the fault switches of the faults topic to this process, if faults are enabled. Does not wait for Kafka. */
export async function followFaults(): Promise<void> {
  if (faults === undefined) return;
  reportFaults(faults);
  injectProcessFaults(faults);
  // Imported only here, because a process without faults may not need Kafka.
  const { applySwitches } = await import('./apply-switches.ts');
  applySwitches(faults);
}
