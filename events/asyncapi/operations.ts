import { processes } from '#platform/faults/definitions.ts';
import { workers } from '../access/derive.ts';
import type { Principal } from '../access/principals.ts';
import { catalog, type EventType, eventTypes, type Topic } from '../catalog.ts';
import { emissions } from '../emissions.ts';
import { versionNames } from '../published-schemas.ts';
import { readerGroupPrefix } from '../read-topics.ts';
import { frontendGroupPrefix, subscriptions } from '../subscriptions.ts';
import { followerGroupPrefix } from '../switches/followers.ts';
import { type AnyTopic, deadLetterTopics, faultsTopic, topics, topicsOf } from '../topics.ts';

/** The messages that one process sends to a topic or receives from it (Operation Object of AsyncAPI). */
export interface Operation {
  action: 'send' | 'receive';
  title: string;
  tags: readonly [{ name: Principal }];
  channel: { $ref: string };
  messages: readonly { $ref: string }[];
  bindings?: object;
}

/** A consumer group: its name, or the prefix of the names of groups with one member each. */
type ConsumerGroup = { name: string } | { prefix: string };

/** Describes what each process sends and receives, from the emissions and subscriptions. */
export function describeOperations(): Readonly<Record<string, Operation>> {
  const all = [
    ...Object.entries(emissions).flatMap(([emitter, types]) => onEvents('send', emitter as Principal, types)),
    ...Object.entries(workers).flatMap(([group, worker]) => operationsOfWorker(worker, group as keyof typeof workers)),
    ...onEvents('receive', 'frontend', subscriptions.frontend, { prefix: frontendGroupPrefix }),
    ...processes.map((process) =>
      operation('receive', process, faultsTopic, faultMessages, { prefix: followerGroupPrefix(process) }),
    ),
    ...deadLetterTopics.map((topic) =>
      operation('receive', 'event-monitor', topic, letterMessages, { name: 'event-monitor' }),
    ),
    ...operationsOfOperator(),
  ];
  return Object.fromEntries(all.map((one) => [one.title.replaceAll(' ', '-'), one]));
}

const faultMessages = ['fault-on', 'fault-off'];
const letterMessages = ['dead-letter', 'resolution'];

/** A worker also handles those dead letters again that it could not read before an upgrade. */
function operationsOfWorker(worker: Principal, group: keyof typeof workers): Operation[] {
  const consumed = subscriptions[group];
  return [
    ...onEvents('receive', worker, consumed, { name: group }),
    ...topicsOf(consumed).flatMap((topic) => [
      operation('send', worker, `${topic}.dlq`, letterMessages),
      operation('receive', worker, `${topic}.dlq`, letterMessages, { prefix: readerGroupPrefix }),
    ]),
  ];
}

/** The operator lists and resolves dead letters, replays their messages, and switches faults. */
function operationsOfOperator(): Operation[] {
  const reader = { prefix: readerGroupPrefix };
  return [
    ...topics.flatMap((topic) => {
      const types = eventTypes.filter((type) => catalog[type].topic === topic);
      return [...onEvents('send', 'operator', types), ...onEvents('receive', 'operator', types, reader)];
    }),
    ...deadLetterTopics.flatMap((topic) => [
      operation('send', 'operator', topic, ['resolution']),
      operation('receive', 'operator', topic, letterMessages, reader),
    ]),
    operation('send', 'operator', faultsTopic, faultMessages),
    operation('receive', 'operator', faultsTopic, faultMessages, reader),
  ];
}

/** Returns one operation for each topic of these events, with all their versions. */
function onEvents(
  action: Operation['action'],
  process: Principal,
  types: readonly EventType[],
  group?: ConsumerGroup,
): Operation[] {
  const inTopic = (topic: Topic) => types.filter((type) => catalog[type].topic === topic).flatMap(versionNames);
  return topicsOf(types).map((topic) => operation(action, process, topic, inTopic(topic), group));
}

function operation(
  action: Operation['action'],
  process: Principal,
  topic: AnyTopic,
  messages: readonly string[],
  group?: ConsumerGroup,
): Operation {
  return {
    action,
    title: `${process} ${action === 'send' ? 'sends to' : 'receives from'} ${topic}`,
    tags: [{ name: process }],
    channel: { $ref: `#/channels/${topic}` },
    messages: messages.map((name) => ({ $ref: `#/channels/${topic}/messages/${name}` })),
    ...(group && { bindings: { kafka: { groupId: groupId(group), bindingVersion: '0.5.0' } } }),
  };
}

const groupId = (group: ConsumerGroup) =>
  'name' in group ? { type: 'string', const: group.name } : { type: 'string', pattern: `^${group.prefix}` };
