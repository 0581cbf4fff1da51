import { createHash } from 'node:crypto';
import { validate as isUuid } from 'uuid';
import type { Event, EventType } from '../catalog.ts';
import { type Emitter, emissions } from '../emissions.ts';

/** The source of the events of each type, as `createEvent` sets it in the process that emits them. */
const sources = new Map(
  (Object.keys(emissions) as Emitter[]).flatMap((emitter) =>
    emissions[emitter].map((type): [EventType, string] => [type, `/orderflow/${emitter}`]),
  ),
);

/**
 * Returns the key of the record of a handled event. An event is identified by its source and its id (CloudEvents 1.0): two
 * sources may choose the same id. The key of an event from the process that emits its type is its id alone, because that id
 * depends on the type and the order. The key of any other event is a hash of both.
 */
export function recordKey({ type, source, id }: Pick<Event, 'type' | 'source' | 'id'>): string {
  if (source === sources.get(type) && isUuid(id)) return id;
  return createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest('hex');
}
