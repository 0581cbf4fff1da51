import { randomUUID } from 'node:crypto';
import { type ProcessName, processes } from '#platform/faults/definitions.ts';
import { type Broker, withAdmin } from '../broker.ts';

/** The prefix of the consumer groups of processes that follow the faults topic. The process name comes next. */
const groupPrefix = 'faults-';

/** Returns the prefix of the consumer groups of a process. */
export const followerGroupPrefix = (process: ProcessName): string => `${groupPrefix}${process}-`;

/** Returns a new consumer group for a process. */
export const followerGroup = (process: ProcessName): string => `${followerGroupPrefix(process)}${randomUUID()}`;

/** Returns the running processes in which faults are enabled. */
export async function followers(broker: Broker): Promise<ProcessName[]> {
  const prefix = broker.fullName(groupPrefix);
  return withAdmin(broker, async (admin) => {
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
    if (ids.length === 0) return [];
    const described = await admin.describeGroups(ids);
    const joined = described.groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
    return processes.filter((process) =>
      joined.some((id) => id.startsWith(broker.fullName(followerGroupPrefix(process)))),
    );
  });
}
