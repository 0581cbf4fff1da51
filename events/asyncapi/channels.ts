import { catalog, eventTypes } from '../catalog.ts';
import type { TopicSettings } from '../provide-topics.ts';
import { type AnyTopic, deadLetterTopics, faultsTopic, topicSettings, topics } from '../topics.ts';
import { deadLetterMessages } from './dead-letter-messages.ts';
import { eventMessages } from './event-messages.ts';
import { faultMessages } from './fault-messages.ts';
import type { Message } from './message.ts';

/** A topic (Channel Object of AsyncAPI). */
export interface Channel {
  address: AnyTopic;
  description: string;
  messages: Readonly<Record<string, Message>>;
  bindings: object;
}

/** Describes the topics with their messages, by their names. */
export const describeChannels = (): Readonly<Record<AnyTopic, Channel>> =>
  Object.fromEntries(
    topicSettings.map(({ topic, ...settings }) => [
      topic,
      { address: topic, ...contentOf(topic), bindings: bindingsOf(settings) },
    ]),
  ) as Record<AnyTopic, Channel>;

function contentOf(topic: AnyTopic): Pick<Channel, 'description' | 'messages'> {
  if (topic === faultsTopic) {
    return { description: 'The faults that are switched on, for demos and drills', messages: faultMessages };
  }
  const deadLetters = deadLetterTopics.find((name) => name === topic);
  if (deadLetters !== undefined) {
    const description = 'Messages that could not be handled, and what became of them. They are kept until then';
    return { description, messages: deadLetterMessages(deadLetters) };
  }
  const types = eventTypes.filter((type) => catalog[type].topic === topic);
  return {
    description: `Events of orders as CloudEvents 1.0 (Kafka protocol binding, binary content mode). The key is the order id,
so the events of an order are in sequence within this topic. Ignore types, versions, headers and fields that you do not
know; a repeated event has the same ce_source and ce_id. There are ${topics.length} topics of events, without a common sequence.`,
    messages: Object.fromEntries(types.flatMap(eventMessages)),
  };
}

/** Returns the bindings of a topic to Kafka: the settings with which it is created. */
function bindingsOf({ partitions, settings }: Omit<TopicSettings, 'topic'>) {
  const { 'cleanup.policy': cleanup = 'delete', ...others } = settings;
  return {
    kafka: {
      partitions,
      topicConfiguration: {
        'cleanup.policy': cleanup.split(','),
        ...Object.fromEntries(
          Object.entries(others).map(([name, value]) => [name, /^-?\d+$/.test(value) ? Number(value) : value]),
        ),
      },
      bindingVersion: '0.5.0',
    },
  };
}
