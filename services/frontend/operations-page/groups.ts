import type { GroupProgress } from '#events/group-progress.ts';
import type { Group } from './pipeline.ts';
import type { Operations } from './read.ts';

/**
 * Returns the progress of the consumer groups, by topic. Kafka itself knows it best; Prometheus knows how old the oldest
 * unread message is. Undefined if both are unavailable.
 */
export function groupsOf({ groups, pipeline }: Pick<Operations, 'groups' | 'pipeline'>): readonly Group[] | undefined {
  const measured = pipeline?.groups;
  return groups?.flatMap((progress) => topicsOf(progress, measured)) ?? measured;
}

function topicsOf({ group, members, partitions }: GroupProgress, measured: readonly Group[] = []): Group[] {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  return topics.map((topic) => ({
    group,
    topic,
    lag: partitions.filter((one) => one.topic === topic).reduce((sum, { lag }) => sum + lag, 0),
    lateSeconds: measured.find((one) => one.group === group && one.topic === topic)?.lateSeconds,
    members: members.length,
  }));
}
