import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '#events/broker.ts';
import { describeLag, findLags } from '../../clients/lag.ts';

/** Waits until the workers have read everything. Returns where they stand if they have not after this time. */
export async function waitUntilIdle(broker: Broker, seconds: number): Promise<string[]> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const lags = await findLags(broker);
    if (lags.length === 0) return [];
    if (Date.now() > deadline) return lags.map(describeLag);
    await delay(500);
  }
}
