import { AssignerProtocol, type PartitionAssigner, PartitionAssigners } from 'kafkajs';
import { z } from 'zod';
import { type EventType, eventTypes, versionsOf } from './catalog.ts';

/** The newest version of each event type that a consumer can read. It cannot read a type that is missing. */
export type ReadableVersions = Readonly<Partial<Record<EventType, number>>>;

const announced = z.partialRecord(z.enum(eventTypes as [EventType, ...EventType[]]), z.int().min(1));

/** The versions that a consumer can read if it announces nothing, because its program is older than announcements. */
const unannounced: ReadableVersions = {
  'order.placed': 1,
  'order.cancellation-requested': 1,
  'stock.reserved': 1,
  'stock.rejected': 1,
  'stock.released': 1,
  'order.confirmed': 1,
  'order.rejected': 1,
  'order.cancelled': 1,
};

const ours: ReadableVersions = Object.fromEntries(eventTypes.map((type) => [type, versionsOf(type).newest]));

/**
 * Assigns partitions as kafkajs does, and announces to the group which event versions this member can read. The
 * announcement is the user data of the member's subscription (Kafka protocol, "ConsumerProtocolSubscription"), which
 * Kafka keeps for each member. The name stays the same, so that members with and without an announcement form one group.
 */
export const announcingAssigner: PartitionAssigner = (config) => {
  const assigner = PartitionAssigners.roundRobin(config);
  const userData = Buffer.from(JSON.stringify(ours));
  return {
    ...assigner,
    // Not `assigner.assign` itself, which reads other properties of its object.
    assign: (group) => assigner.assign(group),
    protocol: ({ topics }) => ({
      name: assigner.name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: assigner.version, topics, userData }),
    }),
  };
};

/** Returns the event versions that a member of a group can read, from its metadata. */
export function announcedVersions(memberMetadata: Buffer): ReadableVersions {
  try {
    const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
    const text = metadata?.userData.toString() ?? '';
    // A newer program may announce types that this one does not know.
    const known = Object.entries(JSON.parse(text)).filter(([type]) => eventTypes.some((one) => one === type));
    return announced.parse(Object.fromEntries(known));
  } catch {
    return unannounced;
  }
}
