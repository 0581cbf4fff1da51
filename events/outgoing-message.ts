import type { Context } from '@opentelemetry/api';
import type { Message } from 'kafkajs';
import { catalog, type Event } from './catalog.ts';
import { encode } from './envelope.ts';
import type { AnyTopic } from './topics.ts';
import type { WrittenVersions } from './written-versions.ts';

/** A message to be sent to a topic, as part of the trace in `context`. */
export interface OutgoingMessage {
  topic: AnyTopic;
  message: Message;
  context: Context;
}

/** Creates the message of an event, for the topic of the event. */
export function createMessage(event: Event, context: Context, versions: WrittenVersions): OutgoingMessage {
  return { topic: catalog[event.type].topic, message: encode(event, versions.of(event.type)), context };
}
