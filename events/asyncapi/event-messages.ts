import { jsonSchema } from '#platform/http/json-schema.ts';
import type { EventType } from '../catalog.ts';
import { emissions } from '../emissions.ts';
import { publishedSchemas, versionNames } from '../published-schemas.ts';
import { eventHeaders } from './headers.ts';
import type { Message } from './message.ts';

/** Returns the `ce_source` of each process that emits an event. */
const sourcesOf = (type: EventType): string[] =>
  Object.entries(emissions)
    .filter(([, types]) => (types as readonly EventType[]).includes(type))
    .map(([emitter]) => `/orderflow/${emitter}`);

/** Describes the messages of an event, one for each version, by the names of the versions. */
export const eventMessages = (type: EventType): [string, Message][] =>
  versionNames(type).map((name) => [name, eventMessage(type, name)]);

function eventMessage(type: EventType, name: string): Message {
  const { $schema: _, ...payload } = JSON.parse(publishedSchemas.get(name) ?? '{}');
  return {
    name,
    title: name,
    contentType: 'application/json',
    headers: jsonSchema(eventHeaders(name, sourcesOf(type))),
    payload,
    correlationId: { description: 'The id of the order', location: '$message.header#/ce_correlationid' },
    bindings: { kafka: { key: { type: 'string', format: 'uuid' }, bindingVersion: '0.5.0' } },
  };
}
