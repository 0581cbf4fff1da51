import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { FaultName } from '#platform/faults/definitions.ts';
import type { Faults } from '#platform/faults/faults.ts';
import { markSpan } from '#platform/faults/mark-span.ts';
import type { EventType } from '../catalog.ts';
import { Poison } from '../poison.ts';
import type { Handler } from './handler.ts';

/** Returns a handler that the active faults make slow or make fail. Its spans name the faults that affected an event. */
export function disturbHandler<State, T extends EventType>(
  faults: Faults,
  { load, decide, save, observe }: Handler<State, T>,
  random = Math.random,
): Handler<State, T> {
  const affected = new AffectedEvents();
  return {
    load: async (events, transaction) => {
      affected.add(events, faults.processWide());
      for (const fault of ['consumer-paused', 'consumer-left'] as const) {
        const lastOn = faults.lastOn(fault);
        affected.add(
          events.filter(({ time }) => time.getTime() < lastOn),
          [fault],
        );
      }
      await wait(faults, affected, events);
      fail(faults, affected, events, random);
      return load(events, transaction);
    },
    decide,
    save,
    observe: (event, emitted) => {
      markSpan(affected.take(event.id));
      observe?.(event, emitted);
    },
  };
}

/** The part of an event that determines which faults affect it. */
interface Identified {
  id: string;
  type: EventType;
  data: { orderId: string };
}

/** The faults that affected each event in any of its attempts, by message id. */
class AffectedEvents {
  readonly #faults = new LRUCache<string, Set<FaultName>>({ max: 10_000 });

  add(events: readonly Identified[], faults: readonly FaultName[]): void {
    if (faults.length === 0) return;
    for (const { id } of events) this.#faults.set(id, new Set([...(this.#faults.get(id) ?? []), ...faults]));
  }

  take(id: string): Iterable<FaultName> {
    const faults = this.#faults.get(id) ?? [];
    this.#faults.delete(id);
    return faults;
  }
}

async function wait(faults: Faults, affected: AffectedEvents, events: readonly Identified[]): Promise<void> {
  for (const { type, milliseconds } of faults.active('message-latency')) {
    if (!events.some(isOf(type))) continue;
    // All events of a transaction wait with the slow one.
    affected.add(events, ['message-latency']);
    await delay(milliseconds);
  }
  for (const { order, milliseconds } of faults.active('slow-order')) {
    if (!events.some(({ data }) => data.orderId === order)) continue;
    affected.add(events, ['slow-order']);
    await delay(milliseconds);
  }
}

function fail(faults: Faults, affected: AffectedEvents, events: readonly Identified[], random: () => number): void {
  for (const { type, rate, kind } of faults.active('message-errors')) {
    const chosen = events.filter(isOf(type));
    const failing = kind === 'poison' ? chosen.filter(({ id }) => shareOf(id) < rate) : chosen;
    if (failing.length === 0 || (kind === 'unavailable' && random() >= rate)) continue;
    affected.add(events, ['message-errors']);
    markSpan(['message-errors']);
    throw kind === 'poison' ? new Poison('invalid-data', reason) : unavailable();
  }
}

const isOf =
  (type: string | undefined) =>
  (event: Identified): boolean =>
    type === undefined || event.type === type;

const reason = 'the fault message-errors is on';

/** Returns an error like that of a database outage, which is retried without limit. */
const unavailable = () => Object.assign(new Error(reason), { code: 'ETIMEDOUT' });

/** Returns a number from 0 to 1 that is always the same for a message: a retry must not turn poison into a good message. */
function shareOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
}
