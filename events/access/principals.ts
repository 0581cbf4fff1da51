import { processes } from '#platform/faults/definitions.ts';

/**
 * The users of Kafka whose rights are derived (see derive.ts): every process that uses Kafka, and `operator`, the user of
 * the dead-letter and fault tools. The operations page uses `operator` too, so that the frontend's own user cannot write stock.
 */
export const principals = [...processes, 'event-monitor', 'operator'] as const;
export type Principal = (typeof principals)[number];
