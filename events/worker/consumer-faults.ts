import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '#platform/faults/faults.ts';
import { isStopping } from '#platform/process/stop.ts';
import type { Broker } from '../broker.ts';
import type { Topic } from '../catalog.ts';
import { type GroupMember, type GroupOptions, joinGroup } from '../group.ts';
import { setOffsetsBack } from './set-offsets-back.ts';

type EachBatch = GroupOptions<Topic>['eachBatch'];

const pauseMs = 500;

/** Joins a group as `joinGroup` does. The active faults pause the member, make it leave or move its offsets back. */
export async function joinWithFaults(
  faults: Faults,
  broker: Broker,
  options: GroupOptions<Topic>,
): Promise<GroupMember> {
  const eachBatch = pausable(faults, options.eachBatch);
  const member = new FaultyMember(() => joinGroup(broker, { ...options, eachBatch }), options.group);
  await member.join();
  faults.during('consumer-left', async () => {
    await member.change(() => member.leave());
    return () => member.change(() => member.join());
  });
  faults.during('offset-lost', async ({ messages }, isNew) => {
    if (!isNew) return () => undefined;
    await member.change(() => member.whileDetached(() => setOffsetsBack(broker, options, messages)));
    return () => undefined;
  });
  return member;
}

/** Returns an `eachBatch` that waits while `consumer-paused` is active. The consumer stays a member of its group. */
function pausable(faults: Faults, eachBatch: EachBatch): EachBatch {
  return async (topic, payload) => {
    while (faults.active('consumer-paused').length > 0) {
      if (!payload.isRunning() || payload.isStale()) return;
      await payload.heartbeat();
      await delay(pauseMs);
    }
    await eachBatch(topic, payload);
  };
}

/** A member that can leave its group and join it again. */
class FaultyMember implements GroupMember {
  readonly #joinGroup: () => Promise<GroupMember>;
  readonly #group: string;
  #member: GroupMember | undefined;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(join: () => Promise<GroupMember>, group: string) {
    this.#joinGroup = join;
    this.#group = group;
  }

  /** Makes one change after the other, because only a member that has joined can leave. Makes none during shutdown. */
  change(step: () => Promise<void>): Promise<void> {
    this.#lastChange = this.#lastChange.catch(() => undefined).then(() => (isStopping() ? undefined : step()));
    return this.#lastChange;
  }

  async join(): Promise<void> {
    this.#member ??= await this.#joinGroup();
  }

  async leave(): Promise<void> {
    await this.#member?.close();
    this.#member = undefined;
  }

  /** Leaves the group, does something, and joins again. Does nothing when it has already left. */
  async whileDetached(step: () => Promise<void>): Promise<void> {
    if (this.#member === undefined) return;
    await this.leave();
    try {
      await step();
    } finally {
      await this.join();
    }
  }

  readonly joined = async (): Promise<void> => {
    if (this.#member === undefined) throw new Error(`has left the group ${this.#group}`);
    await this.#member.joined();
  };

  readonly close = async (): Promise<void> => {
    await this.#member?.close();
  };
}
