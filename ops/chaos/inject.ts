import { setTimeout as delay } from 'node:timers/promises';
import { elapsed } from './elapsed.ts';
import type { FaultKind } from './faults/kinds.ts';
import type { Random } from './random.ts';
import type { ScheduledFault } from './schedule.ts';

/** A fault that was injected and healed. */
export interface InjectedFault extends ScheduledFault {
  /** The time when the fault was injected, in milliseconds since 1970. */
  injectedAt: number;
  /** The time when healing began, in milliseconds since 1970. */
  healedAt: number;
  /** The time from the start of healing until the target worked again, in milliseconds. */
  recoveredMs: number | undefined;
  /** The error, if the fault could not be injected or healed. */
  failure?: string;
}

/** The kinds of faults, and the time and randomness of their injection. */
export interface Injection {
  kinds: readonly FaultKind[];
  /** The start of the run, in milliseconds since 1970. */
  begin: number;
  random: Random;
  /** A signal that stops the injection: its abort heals the injected faults immediately. */
  signal: AbortSignal;
  say(line: string): void;
}

/**
 * Injects each fault at its time, and heals it after its duration. On a slow machine a fault is injected later, because it
 * waits until every earlier fault with a common resource is healed.
 */
export async function injectAll(schedule: readonly ScheduledFault[], injection: Injection): Promise<InjectedFault[]> {
  const started: { touches: readonly string[]; healed: Promise<unknown> }[] = [];
  const faults = schedule.map((fault) => {
    const kind = injection.kinds.find((one) => one.kind === fault.kind);
    if (kind === undefined) throw new Error(`unknown fault ${fault.kind}`);
    const touches = kind.touches(fault.target);
    const earlier = started.filter((other) => other.touches.some((one) => touches.includes(one)));
    const random = injection.random.branch();
    const healed = Promise.all(earlier.map((other) => other.healed)).then(() =>
      injectAndHeal(fault, kind, { ...injection, random }),
    );
    started.push({ touches, healed });
    return healed;
  });
  return (await Promise.all(faults)).filter((fault) => fault !== undefined);
}

async function injectAndHeal(
  fault: ScheduledFault,
  kind: FaultKind,
  { begin, random, signal, say }: Injection,
): Promise<InjectedFault | undefined> {
  const wait = (ms: number) => delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
  await wait(begin + fault.from - Date.now());
  if (signal.aborted) return undefined;
  const title = `${fault.kind}: ${fault.target}`;
  say(`${elapsed(begin)}  ${title}`);
  const injectedAt = Date.now();
  const injected = { ...fault, injectedAt, healedAt: injectedAt, recoveredMs: undefined };
  try {
    const heal = await kind.inject(fault.target, random);
    await wait(injectedAt + fault.until - fault.from - Date.now());
    const healedAt = Date.now();
    say(`${elapsed(begin)}  ${title}, healed`);
    await heal();
    return { ...injected, healedAt, recoveredMs: Date.now() - healedAt };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    say(`${elapsed(begin)}  ${title}: ${failure}`);
    return { ...injected, healedAt: Date.now(), failure };
  }
}
