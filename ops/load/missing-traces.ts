import type { SlowRequest } from '../../loadtest/journal.ts';

/**
 * Returns the ids of the traces that Jaeger does not have, because it samples the fast ones. Returns none if Jaeger is not
 * running.
 */
export async function missingTraces(jaeger: string, requests: readonly SlowRequest[]): Promise<ReadonlySet<string>> {
  const asked = requests.map(async ({ traceId }) => {
    const response = await fetch(`${jaeger}/api/traces/${traceId}`).catch(() => undefined);
    return response?.status === 404 ? [traceId] : [];
  });
  return new Set((await Promise.all(asked)).flat());
}
