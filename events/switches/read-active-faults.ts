import { type ActiveFault, expiryOf } from '#platform/faults/active-fault.ts';
import { type Broker, whenAvailable } from '../broker.ts';
import { readTopics } from '../read-topics.ts';
import { createFaultsTopic, faultsTopic } from '../topics.ts';
import { decodeSwitch } from './decode-switch.ts';

/** Returns the faults that are on now, by key. */
export async function readActiveFaults(broker: Broker): Promise<Map<string, ActiveFault>> {
  await whenAvailable(() => createFaultsTopic(broker));
  const active = new Map<string, ActiveFault>();
  await readTopics(broker, [faultsTopic], (_topic, _partition, message) => {
    const [key, activeFault] = decodeSwitch(message) ?? [];
    if (key === undefined) return;
    if (activeFault !== undefined && expiryOf(activeFault) > new Date()) active.set(key, activeFault);
    else active.delete(key);
  });
  return active;
}
