import type { Admin } from 'kafkajs';
import { z } from 'zod';
import { measurePeriodically } from '#platform/process/measure-periodically.ts';
import { announcedVersions, type ReadableVersions } from './announcement.ts';
import { type Broker, withinDeadline } from './broker.ts';
import { catalog, type EventType, versionsOf } from './catalog.ts';
import { parseType } from './envelope.ts';
import { frontendGroupPrefix, type Group, groupsOf } from './subscriptions.ts';
import { topicsOf } from './topics.ts';

/** The versions in which a process writes its events. */
export interface WrittenVersions {
  of(type: EventType): number;
}

/** Writes every event in its newest version. */
export const newestVersions: WrittenVersions = { of: (type) => versionsOf(type).newest };

/** The time after which a writer notices that a consumer was started or stopped. */
const intervalMs = 5_000;

/** `EVENT_VERSIONS`: the newest versions to write, such as `stock.rejected.v1`, separated by commas. */
export const eventVersions = z
  .string()
  .transform((list, { issues }) => {
    const versions = list.split(',').map((name) => parseType(name.trim()));
    const known = versions.filter((version) => version !== undefined);
    if (known.length < versions.length) {
      issues.push({ code: 'custom', message: 'must be event types with versions, separated by commas', input: list });
    }
    return new Map(known.map(({ type, version }) => [type, version]));
  })
  .optional();

/** The versions in which a process writes, as long as all running consumers can read them. */
export interface NegotiatedVersions extends WrittenVersions {
  /** Returns true if every running consumer of the type's topic knows the type. */
  isKnown(type: EventType): boolean;
  stop(): Promise<void>;
}

/**
 * Writes each event in the newest version that every running consumer of its topic can read, as its groups announce it.
 * A group without members counts as it was last seen, and before that as one that reads the first version. Until the groups
 * are known, and while they cannot be read, the version does not rise.
 * @param types the events that this process emits
 * @param limits the newest versions to write, for consumers that announce nothing
 */
export function negotiateVersions(
  broker: Broker,
  types: readonly EventType[],
  limits: ReadonlyMap<EventType, number> = new Map(),
): NegotiatedVersions {
  const admin = broker.kafka.admin({ retry: { retries: 0 } });
  const seen = new Map<Group, ReadableVersions>();
  const measurement = measurePeriodically({
    name: 'versions of consumers',
    intervalMs,
    measure: async () => {
      const consumers = groupsOf(topicsOf(types));
      const members = await withinDeadline(readMembers(broker, admin, consumers));
      for (const group of consumers) {
        const readable = members.get(group) ?? [];
        if (readable.length > 0) seen.set(group, lowest(readable));
      }
    },
  });

  const readableBy = (type: EventType) =>
    groupsOf([catalog[type].topic]).map((group) => {
      const readable = seen.get(group);
      return readable === undefined ? 1 : (readable[type] ?? 0);
    });
  return {
    isKnown: (type) => Math.min(...readableBy(type)) > 0,
    of: (type) =>
      Math.max(1, Math.min(versionsOf(type).newest, limits.get(type) ?? Number.POSITIVE_INFINITY, ...readableBy(type))),
    stop: async () => {
      await measurement.stop();
      await admin.disconnect();
    },
  };
}

/** Returns the versions that each member of the groups can read. The replicas of the frontend count as one group. */
async function readMembers(
  { fullName }: Broker,
  admin: Admin,
  groups: readonly Group[],
): Promise<Map<Group, ReadableVersions[]>> {
  await admin.connect();
  const prefix = fullName(frontendGroupPrefix);
  const replicas = groups.includes('frontend') ? (await admin.listGroups()).groups : [];
  const ids = [
    ...groups.filter((group) => group !== 'frontend').map(fullName),
    ...replicas.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix)),
  ];
  const described = await admin.describeGroups(ids);
  const members = new Map<Group, ReadableVersions[]>(groups.map((group) => [group, []]));
  for (const { groupId, members: some } of described.groups) {
    const group = groupId.startsWith(prefix) ? 'frontend' : groups.find((name) => fullName(name) === groupId);
    if (group === undefined) continue;
    members.get(group)?.push(...some.map(({ memberMetadata }) => announcedVersions(memberMetadata)));
  }
  return members;
}

/** Returns the newest versions that every one of some consumers can read. */
function lowest(consumers: readonly ReadableVersions[]): ReadableVersions {
  const types = Object.keys(consumers[0] ?? {}) as EventType[];
  return Object.fromEntries(types.map((type) => [type, Math.min(...consumers.map((versions) => versions[type] ?? 0))]));
}
