import { type AlertNotification, notificationsSince } from '../clients/alert-inbox.ts';
import { listAlerts } from '../clients/prometheus.ts';
import type { DrilledStack } from './drilled-stack.ts';
import type { Exercise, Options } from './exercise.ts';
import type { InjectedFault } from './fault.ts';
import { limitOf } from './rules.ts';
import { toleratedAlerts } from './verdict.ts';
import { waitFor } from './wait.ts';

/** Seconds that the stack has to become quiet before a drill. */
export const quietWithinSeconds = 900;

/**
 * Waits until no alert is pending or firing, except tolerated ones.
 * @returns the tolerated alerts that are pending or firing
 */
export async function waitUntilQuiet(
  { alert }: Exercise,
  stack: DrilledStack,
  { busy, say, signal }: Options,
): Promise<string[]> {
  const tolerated = new Set(['Watchdog', ...toleratedAlerts(busy).filter((name) => name !== alert)]);
  let said = '';
  return waitFor(quietWithinSeconds, signal, async () => {
    const active = [...new Set((await listAlerts(stack.prometheus)).map(({ labels }) => labels['alertname'] ?? ''))];
    const disturbing = active.filter((name) => !tolerated.has(name)).sort();
    if (disturbing.length === 0) return { found: active };
    const missing = `waiting for these alerts to resolve: ${disturbing.join(', ')}`;
    if (missing !== said) say(missing);
    said = missing;
    return { missing };
  });
}

/** Waits until the inbox has the alert. Fails immediately if the fault cannot be injected. */
export function waitForDetection(
  { alert, drill, rule }: Exercise,
  stack: DrilledStack,
  fault: InjectedFault,
  { signal }: Options,
): Promise<AlertNotification> {
  const detection = waitFor(2 * limitOf(rule, drill) + 60, signal, async () => {
    const notifications = await notificationsSince(stack.inbox, fault.since);
    const found = notifications.find((one) => one.alert === alert && one.status === 'firing');
    return found === undefined ? { missing: `${alert} is not in the inbox` } : { found };
  });
  return Promise.race([detection, fault.failed]);
}

/** Waits until every instance of the alert is resolved. Returns when the last notification of it arrived. */
export function waitForResolution(
  { alert, drill }: Exercise,
  stack: DrilledStack,
  fault: InjectedFault,
  { interactive, signal }: Options,
): Promise<number> {
  const seconds = interactive ? Number.POSITIVE_INFINITY : drill.long === undefined ? 900 : 3_600;
  return waitFor(seconds, signal, async () => {
    const latest = new Map<string, AlertNotification>();
    for (const one of await notificationsSince(stack.inbox, fault.since)) {
      if (one.alert === alert) latest.set(JSON.stringify(one.labels), one);
    }
    const instances = [...latest.values()];
    if (instances.some(({ status }) => status === 'firing')) return { missing: `${alert} is not resolved` };
    return { found: Math.max(...instances.map(({ receivedAt }) => receivedAt)) };
  });
}
