import { type ActiveFault, expiryOf } from '#platform/faults/active-fault.ts';
import { type Broker, whenAvailable } from '../broker.ts';
import { currentRanges } from '../offset-ranges.ts';
import { readRanges } from '../read-topics.ts';
import { faultsTopic } from '../topics.ts';
import { decodeSwitch } from './decode-switch.ts';

/** Returns the faults that are on now, by key. Waits until Kafka is available. */
export async function readActiveFaults(broker: Broker): Promise<Map<string, ActiveFault>> {
  const ranges = await whenAvailable(() => currentRanges(broker, [faultsTopic]));
  const active = new Map<string, ActiveFault>();
  await readRanges(broker, [faultsTopic], ranges, (_topic, _partition, message) => {
    const [key, activeFault] = decodeSwitch(message) ?? [];
    if (key === undefined) return;
    if (activeFault !== undefined && expiryOf(activeFault) > new Date()) active.set(key, activeFault);
    else active.delete(key);
  });
  return active;
}
