import { z } from 'zod';
import type { Faults } from '#platform/faults/faults.ts';
import { brokers } from '#platform/process/config.ts';
import { onStop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { createBroker } from '../broker.ts';
import { followSwitches } from './follow-switches.ts';
import { followerGroup } from './followers.ts';

/** Switches the faults of this process on and off until it stops. While Kafka is unavailable, nothing changes. */
export function applySwitches(faults: Faults): void {
  const { KAFKA_BROKERS } = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const broker = createBroker({ brokers: KAFKA_BROKERS, clientId: faults.process });
  const stopping = new AbortController();
  const member = followSwitches(
    broker,
    {
      group: followerGroup(faults.process),
      onSwitch: (key, activeFault) => faults.set(key, activeFault),
      onCaughtUp: () => faults.markLoaded(),
    },
    stopping.signal,
  );
  member.catch((error: unknown) => {
    if (!stopping.signal.aborted) logger.error('failed to read faults topic', { error });
  });
  onStop('faults', async () => {
    stopping.abort();
    await (await member.catch(() => undefined))?.close();
    await faults.end();
  });
}
