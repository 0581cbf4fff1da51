import type { Network } from '../../stack/components/network.ts';
import type { Stack } from '../../stack/supervisor/stack.ts';
import type { FaultKind } from './fault.ts';

/** The collector's component. */
export const collectorName = 'otel-collector';

/** The collector's memory limit. While `full` is true, the limit is below the collector's own needs at its next start. */
export class CollectorLimit {
  full = false;

  get env(): Record<string, string> {
    return this.full ? { OTELCOL_MEMORY_MIB: '10', OTELCOL_MEMORY_SPIKE_MIB: '5' } : {};
  }
}

/** Stops the collector, delays its responses by seconds, or makes it refuse all data because it has no memory left. */
export function collector(stack: Stack, network: Network, limit: CollectorLimit): FaultKind[] {
  const process = stack.supervisor(collectorName);
  const fault = (kind: string, inject: FaultKind['inject']): FaultKind => ({
    kind,
    targets: [collectorName],
    lasts: [10, 20],
    touches: () => [collectorName, `connections to ${collectorName}`],
    inject,
  });
  const setFull = async (full: boolean) => {
    limit.full = full;
    await process.restart();
  };
  return [
    fault('collector down', async () => {
      await process.kill();
      return () => process.start();
    }),
    fault('collector slow', async () => {
      await network.slow(collectorName, 5_000);
      return () => network.heal(collectorName);
    }),
    fault('collector full', async () => {
      await setFull(true);
      return () => setFull(false);
    }),
  ];
}
