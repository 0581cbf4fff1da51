import { reportFaults } from '#platform/faults/metrics.ts';
import { injectProcessFaults } from '#platform/faults/process-faults.ts';
import { faults } from '#platform/faults/this-process.ts';

/** Follows the switches of this process's faults until it stops, where faults are enabled. Does not wait for Kafka. */
export async function followFaults(): Promise<void> {
  if (faults === undefined) return;
  reportFaults(faults);
  injectProcessFaults(faults);
  // Loaded only here: a process without faults may not need Kafka at all.
  const { keepUp } = await import('./follow-switches.ts');
  keepUp(faults);
}
