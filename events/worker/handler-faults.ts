import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { FaultName } from '#platform/faults/definitions.ts';
import type { Faults } from '#platform/faults/faults.ts';
import { markSpan } from '#platform/faults/mark-span.ts';
import type { EventType, ReceivedEvent } from '../catalog.ts';
import { Poison } from '../poison.ts';
import type { Handler } from './handler.ts';

/** The same handler, which is slow or fails as is switched on. */
export function disturbHandler<State, T extends EventType>(
  faults: Faults,
  { load, decide, save, observe }: Handler<State, T>,
  random = Math.random,
): Handler<State, T> {
  /** What each message has met in its attempts, by its id. */
  const met = new LRUCache<string, Set<FaultName>>({ max: 10_000 });
  const meet = (events: readonly ReceivedEvent<T>[], names: readonly FaultName[]) => {
    for (const { id } of events) met.set(id, new Set([...(met.get(id) ?? []), ...names]));
  };

  const wait = async (events: readonly ReceivedEvent<T>[]) => {
    for (const { type, milliseconds } of faults.active('message-latency')) {
      const slow = events.filter(isOf(type));
      if (slow.length === 0) continue;
      meet(events, ['message-latency']);
      await delay(milliseconds);
    }
  };
  const fail = (events: readonly ReceivedEvent<T>[]) => {
    for (const { type, rate, kind } of faults.active('message-errors')) {
      const chosen = events.filter(isOf(type));
      const failing = kind === 'poison' ? chosen.filter(({ id }) => shareOf(id) < rate) : chosen;
      if (failing.length === 0 || (kind === 'unavailable' && random() >= rate)) continue;
      meet(events, ['message-errors']);
      markSpan(['message-errors']);
      throw kind === 'poison' ? new Poison('invalid-data', switchedOn) : unavailable();
    }
  };

  return {
    load: async (events, transaction) => {
      const wide = faults.processWide();
      if (wide.length > 0) meet(events, wide);
      for (const fault of ['consumer-paused', 'consumer-left'] as const) {
        const lastOn = faults.lastOn(fault);
        meet(
          events.filter(({ time }) => time.getTime() < lastOn),
          [fault],
        );
      }
      await wait(events);
      fail(events);
      return load(events, transaction);
    },
    decide,
    save,
    observe: (event, emitted) => {
      markSpan(met.get(event.id) ?? []);
      met.delete(event.id);
      observe?.(event, emitted);
    },
  };
}

const isOf =
  (type: string | undefined) =>
  (event: { type: EventType }): boolean =>
    type === undefined || event.type === type;

const switchedOn = 'the fault message-errors is switched on';

/** As an outage of the database: it is waited for as long as it takes. */
const unavailable = () => Object.assign(new Error(switchedOn), { code: 'ETIMEDOUT' });

/** A number from 0 to 1, always the same for a message: poison stays poison however often it is tried. */
function shareOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
}
