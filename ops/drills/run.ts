import { setTimeout as delay } from 'node:timers/promises';
import {
  expireTrafficDropSilences,
  silenceTrafficDrop,
} from '../../observability/alertmanager/silence-traffic-drop.ts';
import { notificationsSince } from '../clients/alert-inbox.ts';
import { phasesOf } from '../stack/supervisor/control.ts';
import { quietWithinSeconds, waitForDetection, waitForResolution, waitUntilQuiet } from './alert-waits.ts';
import type { DrilledStack } from './drilled-stack.ts';
import type { Exercise, Measured, Options } from './exercise.ts';
import { inject, restore } from './fault.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import { judge, toleratedAlerts } from './verdict.ts';
import { findViolations } from './violations.ts';
import { waitFor } from './wait.ts';

const consistentWithinSeconds = 180;

/**
 * Runs one drill, from a quiet stack to a quiet stack. Its fault is always healed.
 * @throws {DrillFailed} when the alert is late, missing or not resolved, when an unrelated alert fires, or when
 *   orders, messages or stock stay inconsistent
 */
export async function runDrill(exercise: Exercise, stack: DrilledStack, options: Options): Promise<Measured> {
  const { drill } = exercise;
  const { interactive, say, signal } = options;
  const phases = await phasesOf(stack.controlUrl);
  const visits = drill.visits ?? 1;
  await expireTrafficDropSilences(stack.alertmanager);
  await using traffic = await waitFor(quietWithinSeconds, signal, async () => ({
    found: await startTraffic(stack.shop, visits),
  }));
  const warmUp = Math.max(options.warmUpSeconds, drill.historySeconds ?? 0);
  say(`${visits} visits per second; the fault follows in ${warmUp} s, as soon as no alert is active`);
  await delay(warmUp * 1_000, undefined, { signal });
  const active = await waitUntilQuiet(exercise, stack, options);

  // In an interactive drill the commands are not shown, because they would give the fault away.
  const fault = await inject({ ...exercise, stack, traffic, say: interactive ? () => undefined : say });
  if (interactive) say('the fault is injected');
  try {
    const alert = await waitForDetection(exercise, stack, fault, options);
    const detected = secondsBetween(fault.since, alert.receivedAt);
    say(`alert in the inbox after ${detected} s: ${alert.description}`);
    const from = interactive ? alert.receivedAt : Date.now();
    if (interactive) say(`heal the fault as its runbook says: ${stack.inbox}`);
    else await fault.heal();
    const recovered = secondsBetween(from, await waitForResolution(exercise, stack, fault, options));
    say(`resolved ${recovered} s after ${interactive ? 'the alert' : 'the mitigation began'}`);
    await waitUntilConsistent(stack, traffic, options);
    const notifications = await notificationsSince(stack.inbox, fault.since);
    judge(exercise, detected, notifications, [...active, ...toleratedAlerts(options.busy)]);
    return { detected, recovered };
  } catch (error) {
    say('healing the fault');
    await fault.heal();
    throw error;
  } finally {
    await restore(stack, phases);
    await silenceTrafficDrop(stack.alertmanager);
  }
}

/** Stops the traffic, and waits until orders, messages and stock are consistent. */
async function waitUntilConsistent(stack: DrilledStack, traffic: Traffic, { say, signal }: Options): Promise<void> {
  traffic.pause();
  await waitFor(consistentWithinSeconds, signal, async () => {
    const violations = await findViolations(stack, traffic);
    if (violations.length === 0) return { found: true };
    return { missing: `violations:\n${violations.slice(0, 20).join('\n')}` };
  });
  say(`all ${traffic.accepted()} accepted orders are settled, once each, and the stock matches its ledger`);
}

const secondsBetween = (from: number, to: number): number => Math.round((to - from) / 1_000);
