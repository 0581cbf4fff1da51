import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '#events/broker.ts';
import { readDeadLetters } from '#events/dead-letters/read.ts';
import { findLags, readEnds } from '../../clients/lag.ts';
import { elapsed } from '../elapsed.ts';
import type { InjectedFault } from '../inject.ts';
import type { System } from '../system.ts';
import type { InstalledVersions } from './installed.ts';

interface Rolling {
  system: System;
  versions: InstalledVersions;
  begin: number;
  signal: AbortSignal;
  say(line: string): void;
}

/** The time for which all processes run the same version. Writers notice within 5 s that they may use newer versions of events. */
const steadyMs = 20_000;
const readWithinMs = 60_000;

/**
 * Replaces every process by this version, one after another, and then by the earlier version again, as docs/architecture.md
 * says under "Upgrade" and "Downgrade".
 * @returns the replacements, in the form of faults
 */
export async function rollBothWays(rolling: Rolling): Promise<InjectedFault[]> {
  const { system, versions, signal } = rolling;
  const replaced: InjectedFault[] = [];
  const steady = () => delay(steadyMs, undefined, { signal }).catch(() => undefined);
  await steady();
  for (const process of system.processes) replaced.push(await replace(rolling, process, 'this'));
  await steady();
  versions.limitEvents();
  for (const process of system.processes) replaced.push(await replace(rolling, process, 'this'));
  await waitUntilRead(system.broker, signal);
  for (const process of system.processes) replaced.push(await replace(rolling, process, 'earlier'));
  await steady();
  return [...replaced, ...(await deadLettered(rolling))];
}

/** Returns a failure if a message was set aside: with one version beside the next, every process can read every message. */
async function deadLettered({ system: { broker }, begin }: Rolling): Promise<InjectedFault[]> {
  const count = (await readDeadLetters(broker)).count();
  const now = Date.now();
  const at = { from: now - begin, until: now - begin, injectedAt: now, healedAt: now, recoveredMs: undefined };
  return count === 0 ? [] : [{ kind: 'downgrade', target: 'dead letters', ...at, failure: `${count} dead letters` }];
}

async function replace(
  { system, versions, begin, say }: Rolling,
  target: string,
  version: 'earlier' | 'this',
): Promise<InjectedFault> {
  const kind = version === 'this' ? 'upgrade' : 'downgrade';
  say(`${elapsed(begin)}  ${kind}: ${target}`);
  const injectedAt = Date.now();
  versions.install(target, version);
  await system.stack.supervisor(target).restart();
  const healedAt = Date.now();
  return { kind, target, from: injectedAt - begin, until: healedAt - begin, injectedAt, healedAt, recoveredMs: 0 };
}

/**
 * Waits until the workers have read everything that is in the topics now.
 * @throws {Error} if that takes longer than a minute
 */
async function waitUntilRead(broker: Broker, signal: AbortSignal): Promise<void> {
  const ends = await readEnds(broker);
  const until = Date.now() + readWithinMs;
  while ((await findLags(broker, ends)).length > 0) {
    if (Date.now() > until) throw new Error('the workers did not read the topics within a minute');
    await delay(200, undefined, { signal });
  }
}
