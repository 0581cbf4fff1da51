import { parse } from 'yaml';
import type { Drill } from './drills.ts';

/** An alert's severity and delay. */
export interface AlertRule {
  severity: string;
  /** Seconds for which the condition must hold; the longest of the alert's rules. */
  forSeconds: number;
}

interface RuleFile {
  groups: { rules: { alert?: string; for?: string; labels?: { severity?: string } }[] }[];
}

/** Returns the alerts of a rule file, by name. */
export function alertRules(text: string): Map<string, AlertRule> {
  const rules = new Map<string, AlertRule>();
  for (const { alert, for: wait = '0s', labels } of (parse(text) as RuleFile).groups.flatMap((group) => group.rules)) {
    if (alert === undefined) continue;
    const forSeconds = Math.max(rules.get(alert)?.forSeconds ?? 0, seconds(wait));
    rules.set(alert, { severity: labels?.severity ?? '', forSeconds });
  }
  return rules;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Parses a duration of Prometheus, such as 1m30s. */
function seconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([smh])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  );
}

/**
 * Returns the seconds within which an alert must reach the inbox after its fault. A critical alert has a minute, any
 * other its `for` and half a minute. Time that the condition itself needs is added, such as the age of an order.
 */
export const limitOf = ({ severity, forSeconds }: AlertRule, { condition }: Drill): number =>
  (severity === 'critical' ? 60 : forSeconds + 30) + (condition?.[0] ?? 0);
