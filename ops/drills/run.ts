import { setTimeout as delay } from 'node:timers/promises';
import { expectDrop, expectNoDrop } from '../../observability/alertmanager/expect-drop.ts';
import { type Active, activeAlerts, type Told, toldSince } from '../clients/alert-inbox.ts';
import { Fault as NoAnswer } from '../doctor/check.ts';
import { phasesOf } from '../stack/supervisor/control.ts';
import type { Site } from './drilled-stack.ts';
import type { Drill } from './drills.ts';
import { type Fault, inject, restore } from './fault.ts';
import { brokenPromises } from './promises.ts';
import { type AlertRule, limitOf } from './rules.ts';
import { startTraffic, type Traffic } from './traffic.ts';

export interface Exercise {
  alert: string;
  drill: Drill;
  rule: AlertRule;
  /** The text of its runbook. */
  runbook: string;
}

export interface Options {
  /** A person heals it. */
  interactive: boolean;
  /** How long the customers come before the fault, in seconds. */
  warmUpSeconds: number;
  /** The machine has much else to do: that something is slow says nothing. */
  busy: boolean;
  say: (line: string) => void;
  signal: AbortSignal;
}

/** In seconds. */
export interface Measured {
  detected: number;
  recovered: number;
}

/** Something was not as it should be. */
export class DrillFailed extends Error {
  override readonly name = 'DrillFailed';
}

/** What earlier drills and load tests leave behind: budgets that are spent, customers who have left. */
const memories = ['OrderApiBurnFast', 'OrderApiBurnSlow', 'TrafficDrop'];

/** What a machine raises that has too much to do. */
const slownesses = ['HighLatencyP95', 'VeryHighLatencyP99', 'OrderE2ESlow'];

const tolerated = (busy: boolean): readonly string[] => [...memories, ...(busy ? slownesses : [])];

const quietWithinSeconds = 900;
const promisesWithinSeconds = 180;

/**
 * One drill, from a quiet beginning to a quiet end. Whatever happens, its fault is healed.
 * @throws {DrillFailed} when the alert is late or does not come, an unrelated one comes, it does not resolve, or orders
 *   are not as promised
 */
export async function runDrill(exercise: Exercise, site: Site, options: Options): Promise<Measured> {
  const { drill } = exercise;
  const { say, signal } = options;
  const phases = await phasesOf(site.controlUrl);
  const visits = drill.visits ?? 1;
  await expectNoDrop(site.alertmanager);
  await using traffic = await until(quietWithinSeconds, signal, () => startTraffic(site.shop, visits));
  const warmUp = Math.max(options.warmUpSeconds, drill.historySeconds ?? 0);
  say(`${visits} visits a second; in ${warmUp} s, if it is quiet then, follows the fault`);
  await delay(warmUp * 1_000, undefined, { signal });
  const before = await quiet(exercise, site, options);

  // Whoever is to find it is not told what it is.
  const fault = await inject({ ...exercise, site, traffic, say: options.interactive ? () => undefined : say });
  if (options.interactive) say('the fault is there');
  try {
    const told = await detection(exercise, site, fault, options);
    const detected = secondsBetween(fault.since, told.receivedAt);
    say(`told after ${detected} s: ${told.description}`);
    const from = options.interactive ? told.receivedAt : Date.now();
    if (options.interactive) say(`heal it as its runbook tells: ${site.inbox}`);
    else await fault.heal();
    const recovered = secondsBetween(from, await resolution(exercise, site, fault, options));
    say(`resolved ${recovered} s after ${options.interactive ? 'it was told' : 'the mitigation began'}`);
    await kept(site, traffic, options);
    judge(exercise, detected, await toldSince(site.inbox, fault.since), [...before, ...tolerated(options.busy)]);
    return { detected, recovered };
  } catch (error) {
    say('healing');
    await fault.heal();
    throw error;
  } finally {
    await restore(site, phases);
    await expectDrop(site.alertmanager);
  }
}

/** Waits until no alert is about to fire; answers those that may, because they remember what was before. */
async function quiet({ alert }: Exercise, site: Site, { busy, say, signal }: Options): Promise<ReadonlySet<string>> {
  const remembered = new Set(['Watchdog', ...tolerated(busy).filter((name) => name !== alert)]);
  let said = '';
  const seen = await until(quietWithinSeconds, signal, async (late) => {
    const active = await activeAlerts(site.prometheus);
    const disturbing = namesOf(active).filter((name) => !remembered.has(name));
    if (disturbing.length === 0) return active;
    if (late) throw new DrillFailed(`it does not become quiet: ${disturbing.join(', ')}`);
    const news = `waits until it is quiet: ${disturbing.sort().join(', ')}`;
    if (news !== said) say(news);
    said = news;
    return undefined;
  });
  return new Set(namesOf(seen));
}

const namesOf = (active: readonly Active[]): string[] => [
  ...new Set(active.map(({ labels }) => labels['alertname'] ?? '')),
];

/** Waits for the alert in the inbox. */
async function detection(
  { alert, drill, rule }: Exercise,
  site: Site,
  fault: Fault,
  { signal }: Options,
): Promise<Told> {
  const patience = 2 * limitOf(rule, drill) + 60;
  const told = until(patience, signal, async (late) => {
    if (late) throw new DrillFailed(`${alert} is not in the inbox after ${patience} s`);
    return (await toldSince(site.inbox, fault.since)).find((one) => one.alert === alert && one.status === 'firing');
  });
  return Promise.race([told, fault.failed]);
}

/** Waits until the inbox was told that every instance of the alert is resolved; answers when the last was. */
function resolution(
  { alert, drill }: Exercise,
  site: Site,
  fault: Fault,
  { interactive, signal }: Options,
): Promise<number> {
  const patience = interactive ? Number.POSITIVE_INFINITY : drill.long === undefined ? 900 : 3_600;
  return until(patience, signal, async (late) => {
    const latest = new Map<string, Told>();
    for (const one of await toldSince(site.inbox, fault.since)) {
      if (one.alert === alert) latest.set(JSON.stringify(one.labels), one);
    }
    const open = [...latest.values()].filter(({ status }) => status === 'firing');
    if (open.length === 0) return Math.max(...[...latest.values()].map(({ receivedAt }) => receivedAt));
    if (late) throw new DrillFailed(`${alert} is not resolved after ${patience} s`);
    return undefined;
  });
}

/** Lets the customers go, and waits until everything is as they were promised. */
async function kept(site: Site, traffic: Traffic, { say, signal }: Options): Promise<void> {
  traffic.pause();
  await until(promisesWithinSeconds, signal, async (late) => {
    const broken = await brokenPromises(site, traffic);
    if (broken.length === 0) return true;
    if (late) throw new DrillFailed(`not as promised:\n${broken.slice(0, 20).join('\n')}`);
    return undefined;
  });
  say(`all ${traffic.accepted()} accepted orders are settled, once each, and the stock is what its ledger tells`);
}

function judge({ alert, drill, rule }: Exercise, detected: number, told: Told[], tolerated: readonly string[]): void {
  const related = new Set([alert, 'Watchdog', ...(drill.also ?? []), ...tolerated]);
  const unrelated = new Set(
    told.filter((one) => one.status === 'firing' && !related.has(one.alert)).map((one) => one.alert),
  );
  if (unrelated.size > 0) throw new DrillFailed(`also told, and unrelated: ${[...unrelated].join(', ')}`);
  const limit = limitOf(rule, drill);
  if (detected > limit) throw new DrillFailed(`told after ${detected} s, which is later than ${limit} s`);
}

const secondsBetween = (from: number, to: number): number => Math.round((to - from) / 1_000);

/**
 * Asks every second until there is an answer. A stack that does not answer for a while is part of a drill.
 * @param ask gets whether it is the last time
 */
async function until<T>(
  seconds: number,
  signal: AbortSignal,
  ask: (late: boolean) => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const late = performance.now() > deadline;
    const answer = await ask(late).catch((error: unknown) => {
      if (late || !(error instanceof NoAnswer)) throw error;
      return undefined;
    });
    if (answer !== undefined) return answer;
    if (late) throw new DrillFailed(`nothing after ${seconds} s`);
    await delay(1_000, undefined, { signal });
  }
}
