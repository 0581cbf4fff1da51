import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { z } from 'zod';
import { type Event, type EventType, eventTypes, isEventType, versionsOf } from './catalog.ts';
import { Poison } from './poison.ts';
import { schemaUrl } from './schema-url.ts';

const attributes = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.string().min(1).max(255),
  ce_source: z.string().min(1).max(255),
  ce_time: z.iso.datetime({ offset: true }).max(64),
  ce_subject: z.string().max(64).optional(),
  'content-type': z.string().startsWith('application/json').max(255),
});

const attributeNames = Object.keys(attributes.shape);

/** An event type in one of its versions. */
export interface TypeVersion {
  type: EventType;
  version: number;
}

/** Returns the value of the header `ce_type`. */
export const typeHeader = ({ type, version }: TypeVersion): string => `${type}.v${version}`;

/** The event types in each of their versions, by the value of the header `ce_type`. */
const types = new Map(
  eventTypes.flatMap((type) =>
    versionsOf(type).numbers.map((version): [string, TypeVersion] => {
      const versioned = { type, version };
      return [typeHeader(versioned), versioned];
    }),
  ),
);

/** Returns the type and version that a `ce_type` names, or undefined if the catalog does not contain them. */
export const parseType = (value: string): TypeVersion | undefined => types.get(value);

/** Much more than the longest valid event, and little enough to parse and validate quickly. */
const maxValueBytes = 256 * 1_024;

const day = 24 * 60 * 60 * 1_000;
const earliestTime = Date.UTC(2000);

/**
 * Returns a message header as text, or undefined if it is missing, has no value, or was sent more than once. Anyone may
 * send any headers, so all code reads them with this function.
 */
export function header(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers !== undefined && Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value == null || Array.isArray(value) ? undefined : value.toString();
}

/**
 * Encodes an event as a Kafka message: CloudEvents 1.0, Kafka protocol binding, binary content mode (section 3.2), with the
 * documented extension "Correlation".
 * @param version the version in which its data is written; by default the newest
 */
export function encode(event: Event, version = versionsOf(event.type).newest): Message & { headers: IHeaders } {
  const type = typeHeader({ type: event.type, version });
  return {
    key: event.data.orderId,
    value: JSON.stringify(versionsOf(event.type).write(event.data, version)),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: type,
      ce_source: event.source,
      ce_time: event.time.toISOString(),
      ce_subject: event.data.orderId,
      ce_dataschema: schemaUrl(type),
      ce_correlationid: event.data.orderId,
      ...(event.causedBy === undefined ? {} : { ce_causationid: event.causedBy }),
      'content-type': 'application/json',
    },
  };
}

/**
 * Returns the event type of a message and its version from its headers alone, so that a consumer can skip types without
 * decoding them.
 * @throws {Poison} if the header is missing, or the catalog does not contain the type in this version
 */
export function typeOf(message: Pick<KafkaMessage, 'headers'>): TypeVersion {
  const claimed = header(message.headers, 'ce_type');
  if (claimed === undefined) throw new Poison('invalid-envelope', 'the header ce_type is missing');
  const known = types.get(claimed);
  if (known !== undefined) return known;
  const [, name = '', version = ''] = /^([a-z.-]{1,100})\.v(\d{1,9})$/.exec(claimed) ?? [];
  if (!isEventType(name)) throw new Poison('unknown-type', `the event catalog has no type ${claimed}`);
  throw new Poison('unknown-version', `${name} has versions up to ${versionsOf(name).newest}, not ${version}`);
}

/**
 * Decodes a Kafka message and validates it against the event catalog. Its data is turned into the newest version.
 * @throws {Poison} if the message is not a valid event of the catalog
 */
export function decode(message: Pick<KafkaMessage, 'headers' | 'key' | 'value'>, receivedAt: Date): Event {
  const { type, version } = typeOf(message);
  const envelope = attributes.safeParse(readAttributes(message));
  if (!envelope.success) throw new Poison('invalid-envelope', firstIssue(envelope.error));
  const time = new Date(envelope.data.ce_time);
  if (time.getTime() < earliestTime || time.getTime() > receivedAt.getTime() + day) {
    throw new Poison('invalid-envelope', 'ce_time: must not be before 2000 or in the future');
  }
  const data = versionsOf(type).read(parseJson(message.value), version);
  if (!data.success) throw new Poison('invalid-data', firstIssue(data.error));
  const { orderId } = data.data;
  if (message.key?.toString().toLowerCase() !== orderId) {
    throw new Poison('invalid-envelope', 'the message key is not the order id');
  }
  if ((envelope.data.ce_subject?.toLowerCase() ?? orderId) !== orderId) {
    throw new Poison('invalid-envelope', 'ce_subject: must be the order id');
  }
  return { type, data: data.data, id: envelope.data.ce_id, source: envelope.data.ce_source, time } as Event;
}

function readAttributes({ headers }: Pick<KafkaMessage, 'headers'>): Record<string, string | undefined> {
  const read: Record<string, string | undefined> = {};
  for (const name of attributeNames) read[name] = header(headers, name);
  return read;
}

function parseJson(value: Buffer | null): unknown {
  if (value !== null && value.length > maxValueBytes) {
    throw new Poison('invalid-data', `the message has ${value.length} bytes, more than ${maxValueBytes}`);
  }
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
