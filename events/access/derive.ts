import { processes } from '#platform/faults/definitions.ts';
import type { Topic } from '../catalog.ts';
import { type Emitter, emissions } from '../emissions.ts';
import { readerGroupPrefix } from '../read-topics.ts';
import { frontendGroupPrefix, type Group, groupsOf, subscriptions } from '../subscriptions.ts';
import { followerGroupPrefix } from '../switches/followers.ts';
import { type AnyTopic, deadLetterTopics, faultsTopic, offsetsTopic, topics, topicsOf } from '../topics.ts';
import type { Principal } from './principals.ts';

/** An operation of Kafka. The right to read, write or delete something includes the right to describe it. */
export type Operation = 'read' | 'write' | 'describe' | 'delete';

/** The right of a user to perform an operation on a topic or a consumer group. */
export interface Access {
  principal: Principal;
  operation: Operation;
  resource: 'topic' | 'group';
  name: string;
  /** True if the right applies to every resource whose name begins with `name`. */
  prefixed: boolean;
}

/** The process whose workers share each consumer group. Each replica of the frontend has a separate group. */
export const workers = { products: 'product-worker', orders: 'order-worker' } as const satisfies Partial<
  Record<Group, Emitter>
>;

/** Returns everything that each user may do, derived from the catalog, its emitters and its subscriptions. */
export function deriveAccess(): readonly Access[] {
  return [
    ...Object.entries(emissions).flatMap(([emitter, types]) => accessOfEmitter(emitter as Emitter, topicsOf(types))),
    ...Object.entries(workers).flatMap(([group, worker]) => accessOfWorker(worker, group as keyof typeof workers)),
    ...onTopics('frontend', 'read', topicsOf(subscriptions.frontend)),
    ...ownGroups('frontend', frontendGroupPrefix),
    ...processes.flatMap((process) => [
      ...onTopics(process, 'read', [faultsTopic]),
      ...onGroup(process, ['read'], followerGroupPrefix(process), true),
    ]),
    ...accessOfMonitor(),
    ...accessOfOperator(),
  ];
}

/** An emitter reads from the groups of its consumers which versions they can read. */
function accessOfEmitter(emitter: Emitter, emitted: readonly Topic[]): Access[] {
  return [
    ...onTopics(emitter, 'write', emitted),
    ...groupsOf(emitted).flatMap((group) =>
      group === 'frontend'
        ? onGroup(emitter, ['describe'], frontendGroupPrefix, true)
        : onGroup(emitter, ['describe'], group),
    ),
  ];
}

/** A worker writes dead letters, and handles those again that it could not read before an upgrade. */
function accessOfWorker(worker: Principal, group: keyof typeof workers): Access[] {
  const consumed = topicsOf(subscriptions[group]);
  const letters = consumed.map((topic) => `${topic}.dlq` as const);
  return [
    ...onTopics(worker, 'read', [...consumed, ...letters]),
    ...onTopics(worker, 'write', letters),
    ...onGroup(worker, ['read'], group),
    ...ownGroups(worker, readerGroupPrefix),
  ];
}

/** The monitor counts dead letters, and measures topics and groups without reading events. */
function accessOfMonitor(): Access[] {
  return [
    ...onTopics('event-monitor', 'read', deadLetterTopics),
    ...onGroup('event-monitor', ['read'], 'event-monitor'),
    ...onTopics('event-monitor', 'describe', [...topics, offsetsTopic]),
    ...Object.keys(workers).flatMap((group) => onGroup('event-monitor', ['describe'], group)),
  ];
}

/**
 * The operator lists and resolves dead letters, switches faults, and sees how far the workers' groups have read. To resolve
 * a dead letter, it reads the original message of a truncated one, publishes the message again, and deletes the dead letters
 * that were resolved long ago.
 */
function accessOfOperator(): Access[] {
  return [
    ...onTopics('operator', 'read', [...topics, ...deadLetterTopics, faultsTopic]),
    ...onTopics('operator', 'write', [...topics, ...deadLetterTopics, faultsTopic]),
    ...onTopics('operator', 'delete', deadLetterTopics),
    ...ownGroups('operator', readerGroupPrefix),
    ...processes.flatMap((process) => onGroup('operator', ['describe'], followerGroupPrefix(process), true)),
    ...Object.keys(workers).flatMap((group) => onGroup('operator', ['describe'], group)),
  ];
}

const onTopics = (
  principal: Principal,
  operation: Operation,
  names: readonly (AnyTopic | typeof offsetsTopic)[],
): Access[] => names.map((name) => ({ principal, operation, resource: 'topic', name, prefixed: false }));

const onGroup = (principal: Principal, operations: readonly Operation[], name: string, prefixed = false): Access[] =>
  operations.map((operation) => ({ principal, operation, resource: 'group', name, prefixed }));

/** The groups that only one consumer joins, which deletes its group afterward. */
const ownGroups = (principal: Principal, prefix: string): Access[] =>
  onGroup(principal, ['read', 'delete'], prefix, true);
