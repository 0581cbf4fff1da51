import type { AlertNotification } from '../clients/alert-inbox.ts';
import { DrillFailed, type Exercise } from './exercise.ts';
import { limitOf } from './rules.ts';

/** Alerts that earlier drills and load tests may still cause, because error budgets are spent and customers have left. */
const aftereffects = ['OrderApiBurnFast', 'OrderApiBurnSlow', 'TrafficDrop'];

/** Alerts that a busy machine raises. */
const slowness = ['HighLatencyP95', 'VeryHighLatencyP99', 'OrderE2ESlow'];

/** Returns the alerts that neither delay nor fail a drill. */
export const toleratedAlerts = (busy: boolean): readonly string[] => [...aftereffects, ...(busy ? slowness : [])];

/**
 * Accepts only a drill whose alert was detected in time, and without unrelated alerts.
 * @throws {DrillFailed} otherwise
 */
export function judge(
  { alert, drill, rule }: Exercise,
  detected: number,
  notifications: readonly AlertNotification[],
  tolerated: readonly string[],
): void {
  const related = new Set([alert, 'Watchdog', ...(drill.also ?? []), ...tolerated]);
  const unrelated = new Set(
    notifications.filter((one) => one.status === 'firing' && !related.has(one.alert)).map((one) => one.alert),
  );
  if (unrelated.size > 0) throw new DrillFailed(`unrelated alerts fired too: ${[...unrelated].join(', ')}`);
  const limit = limitOf(rule, drill);
  if (detected > limit) throw new DrillFailed(`detected after ${detected} s, later than ${limit} s`);
}
