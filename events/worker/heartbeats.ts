import { setTimeout as delay } from 'node:timers/promises';
import type { BatchControl } from './chunk.ts';

const heartbeatMs = 1_000;

/** The error when the consumer stops or has lost the partition. The messages in progress will be redelivered. */
export class PartitionLost extends Error {
  override readonly name = 'PartitionLost';
}

/** Sends heartbeats while `run` runs, so that a slow transaction does not end the membership in the group. */
export async function withHeartbeats<Result>(control: BatchControl, run: () => Promise<Result>): Promise<Result> {
  // An error of a heartbeat is ignored here: the heartbeat after the chunk will fail as well.
  const timer = setInterval(() => control.heartbeat().catch(() => {}), heartbeatMs);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Waits before an attempt, and stays a member of the group meanwhile.
 * @throws {PartitionLost} when the partition is lost during the wait
 */
export async function waitWithHeartbeats(control: BatchControl, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= heartbeatMs) {
    await delay(Math.min(left, heartbeatMs));
    if (!control.isRunning() || control.isStale()) throw new PartitionLost();
    await control.heartbeat();
  }
}
