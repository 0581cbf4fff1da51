import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { describeEvents } from './document.ts';
import type { Message } from './message.ts';

/** A message as it was read from a topic. */
export interface RecordedMessage {
  topic: string;
  key: string | null;
  value: string | null;
  headers: Readonly<Record<string, string>>;
}

type Description = ReturnType<typeof describeEvents>;

/** Checks messages against asyncapi.json. It refuses headers and fields that no message declares, although readers must ignore them. */
export class EventContract {
  readonly #description: Description;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(description: Description) {
    this.#description = description;
    addFormats.default(this.#ajv);
  }

  /** The names of all messages of a topic. */
  messagesIn(topic: string): string[] {
    return Object.keys(this.#messages(topic));
  }

  /** Returns what is wrong with a message, and with the process that sent it. */
  problemsOf(recorded: RecordedMessage): string[] {
    const { topic, key, value, headers } = recorded;
    const name = nameOf(recorded);
    const message = this.#messages(topic)[name];
    if (message === undefined) return [`${topic} has no message ${name}`];
    return [
      ...this.#invalid('headers', message.headers ?? {}, headers),
      ...(name === 'dead-letter' ? [] : undeclared(message, headers)),
      ...this.#invalid('key', message.bindings.kafka.key, key),
      ...this.#invalid('payload', closed(message.payload), payloadOf(message, value)),
      ...this.#notSent(topic, name, headers['ce_source']),
    ];
  }

  #messages(topic: string): Readonly<Record<string, Message>> {
    const channels: Readonly<Record<string, { messages: Readonly<Record<string, Message>> }>> =
      this.#description.channels;
    return channels[topic]?.messages ?? {};
  }

  #invalid(part: string, schema: object, value: unknown): string[] {
    if (this.#ajv.validate(schema, value)) return [];
    return [this.#ajv.errorsText(this.#ajv.errors, { dataVar: part })];
  }

  /** An event names its sender. All other messages have none that a reader could trust. */
  #notSent(topic: string, name: string, source: string | undefined): string[] {
    if (source === undefined || topic.endsWith('.dlq')) return [];
    const process = source.replace('/orderflow/', '');
    const reference = `#/channels/${topic}/messages/${name}`;
    const says = Object.values(this.#description.operations).some(
      ({ action, tags: [tag], messages }) =>
        action === 'send' && tag.name === process && messages.some(({ $ref }) => $ref === reference),
    );
    return says ? [] : [`${process} does not say that it sends ${name} to ${topic}`];
  }
}

/** Returns the name of the message that this one must be. */
export function nameOf({ topic, value, headers }: RecordedMessage): string {
  if (topic.endsWith('.dlq')) return value === null && 'dlq_resolves' in headers ? 'resolution' : 'dead-letter';
  if (topic === 'faults') return value === null ? 'fault-off' : 'fault-on';
  return headers['ce_type'] ?? 'without ce_type';
}

function undeclared({ headers = {} }: Message, sent: Readonly<Record<string, string>>): string[] {
  const { properties = {} } = headers as { properties?: object };
  return Object.keys(sent)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => `the header ${name} is not declared`);
}

/** Returns a schema that refuses unknown fields, which readers must ignore, and writers must not send. */
function closed(schema: object): object {
  const copy = Object.entries(schema).map(([name, part]) => [name, part instanceof Object ? closedPart(part) : part]);
  return { ...Object.fromEntries(copy), ...('properties' in schema && { additionalProperties: false }) };
}

const closedPart = (part: object): object => (Array.isArray(part) ? part : closed(part));

function payloadOf({ contentType }: Message, value: string | null): unknown {
  if (value === null || contentType !== 'application/json') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
