import { logger } from '#telemetry/logger.ts';
import { type Broker, withAdmin } from './broker.ts';

/** Deletes a consumer group that has no members. Logs a failure, because a leftover group does no harm. */
export async function deleteGroup(broker: Broker, groupId: string): Promise<void> {
  try {
    await withAdmin(broker, (admin) => admin.deleteGroups([groupId]));
  } catch (error) {
    logger.warn('failed to delete consumer group', { group: groupId, error });
  }
}
