import { type Admin, AssignerProtocol, type GroupDescription } from 'kafkajs';
import { type Broker, withAdmin, withinDeadline } from './broker.ts';
import { subscriptions, workerGroups } from './subscriptions.ts';
import { topicsOf } from './topics.ts';

/** The progress of a group in a partition. */
export interface PartitionProgress {
  topic: string;
  partition: number;
  /** The offset of the first message that Kafka still keeps. */
  start: number;
  /** The offset after the last message. */
  end: number;
  /** The offset of the next message that the group reads. */
  next: number;
  /** The number of unread messages. */
  lag: number;
  /** The id of the member that reads the partition; undefined if no member does. */
  member: string | undefined;
}

export interface GroupMemberInfo {
  id: string;
  clientId: string;
  host: string;
}

/** A consumer group, according to Kafka. */
export interface GroupProgress {
  group: string;
  /** The state of the group in Kafka's words, such as `Stable` or `Empty`. */
  state: string;
  members: readonly GroupMemberInfo[];
  partitions: readonly PartitionProgress[];
}

/**
 * Reads the members and the progress of the workers' groups from Kafka.
 * @throws {BrokerUnavailable} if Kafka does not respond within 4 s
 */
export const readGroupProgress = (broker: Broker): Promise<GroupProgress[]> =>
  withinDeadline(
    withAdmin(broker, async (admin) => {
      const { groups } = await admin.describeGroups(workerGroups.map(broker.fullName));
      return Promise.all(
        workerGroups.map((group) =>
          progressOf(
            admin,
            broker,
            group,
            groups.find(({ groupId }) => groupId === broker.fullName(group)),
          ),
        ),
      );
    }),
  );

async function progressOf(
  admin: Admin,
  { fullName }: Broker,
  group: (typeof workerGroups)[number],
  described: GroupDescription | undefined,
): Promise<GroupProgress> {
  const topics = topicsOf(subscriptions[group]);
  const members = described?.members ?? [];
  const owners = ownersOf(members);
  const committed = await admin.fetchOffsets({ groupId: fullName(group), topics: topics.map(fullName) });
  const partitions = topics.map(async (topic): Promise<PartitionProgress[]> => {
    const offsets = await admin.fetchTopicOffsets(fullName(topic));
    const read = committed.find((entry) => entry.topic === fullName(topic))?.partitions ?? [];
    return offsets
      .map(({ partition, low, high }) => {
        const [start, end] = [Number(low), Number(high)];
        const next = Math.max(start, Number(read.find((one) => one.partition === partition)?.offset ?? -1));
        const member = owners.get(`${fullName(topic)}:${partition}`);
        return { topic, partition, start, end, next, lag: Math.max(0, end - next), member };
      })
      .toSorted((one, other) => one.partition - other.partition);
  });
  return {
    group,
    state: described?.state ?? 'Unknown',
    members: members.map(({ memberId: id, clientId, clientHost }) => ({ id, clientId, host: clientHost })),
    partitions: (await Promise.all(partitions)).flat(),
  };
}

/** Returns the id of the member that owns each partition. */
function ownersOf(members: GroupDescription['members']): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { memberId, memberAssignment } of members) {
    // A group that rebalances has members without an assignment.
    const decoded = memberAssignment.length === 0 ? null : AssignerProtocol.MemberAssignment.decode(memberAssignment);
    for (const [topic, partitions] of Object.entries(decoded?.assignment ?? {})) {
      for (const partition of partitions) owners.set(`${topic}:${partition}`, memberId);
    }
  }
  return owners;
}
