import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { z } from 'zod';
import { catalog, type Event, type EventType, isEventType } from './catalog.ts';
import { Poison } from './poison.ts';

const attributes = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.string().min(1).max(255),
  ce_type: z.string().regex(/^[a-z.-]+\.v\d+$/, 'must be a type and its version, such as order.placed.v1'),
  ce_source: z.string().min(1),
  ce_time: z.iso.datetime({ offset: true }),
  'content-type': z.string().startsWith('application/json'),
});

/**
 * Returns a message header as text, or undefined if it is missing, has no value, or was sent more than once. Anyone may
 * send any headers, so all code reads them with this function.
 */
export function header(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers !== undefined && Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value == null || Array.isArray(value) ? undefined : value.toString();
}

/** Encodes an event as a Kafka message: CloudEvents 1.0, Kafka protocol binding, binary content mode (section 3.2). */
export function encode(event: Event): Message & { headers: IHeaders } {
  return {
    key: event.data.orderId,
    value: JSON.stringify(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: `${event.type}.v${catalog[event.type].version}`,
      ce_source: event.source,
      ce_time: event.time.toISOString(),
      ce_subject: event.data.orderId,
      'content-type': 'application/json',
    },
  };
}

/**
 * Returns the event type of a message from its headers alone, so that a consumer can skip types without decoding them.
 * @throws {Poison} if the header is missing, or the catalog does not contain the type in this version
 */
export function eventTypeOf(message: Pick<KafkaMessage, 'headers'>): EventType {
  const claimed = header(message.headers, 'ce_type');
  if (claimed === undefined) throw new Poison('invalid-envelope', 'the header ce_type is missing');
  const [, name = '', version = ''] = /^(.*)\.v(\d+)$/.exec(claimed) ?? [];
  if (!isEventType(name)) throw new Poison('unknown-type', `the event catalog has no type ${claimed}`);
  if (Number(version) !== catalog[name].version) {
    throw new Poison('unknown-version', `${name} has version ${catalog[name].version}, not ${version}`);
  }
  return name;
}

/**
 * Decodes a Kafka message and validates it against the event catalog.
 * @throws {Poison} if the message is not a valid event of the catalog
 */
export function decode(message: Pick<KafkaMessage, 'headers' | 'value'>): Event {
  const type = eventTypeOf(message);
  const envelope = attributes.safeParse(
    Object.fromEntries(Object.keys(attributes.shape).map((name) => [name, header(message.headers, name)])),
  );
  if (!envelope.success) throw new Poison('invalid-envelope', firstIssue(envelope.error));
  const data = catalog[type].schema.safeParse(parseJson(message.value));
  if (!data.success) throw new Poison('invalid-data', firstIssue(data.error));
  return {
    type,
    data: data.data,
    id: envelope.data.ce_id,
    source: envelope.data.ce_source,
    time: new Date(envelope.data.ce_time),
  } as Event;
}

function parseJson(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch (error) {
    throw new Poison('invalid-json', 'the message is not JSON', error);
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.') || 'the message'}: ${issue.message}`;
}
