import { parse } from 'yaml';
import type { Drill } from './drills.ts';

export interface AlertRule {
  severity: string;
  /** How long its condition must hold, in seconds: the longest of its rules. */
  forSeconds: number;
}

interface RuleFile {
  groups: { rules: { alert?: string; for?: string; labels?: { severity?: string } }[] }[];
}

/** The alerts of a rule file, by name. */
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

/** Prometheus' durations, as 1m30s. */
function seconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([smh])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  );
}

/**
 * How many seconds after its fault an alert may be told: a critical one within a minute, another one within its `for` and
 * half a minute. What its condition needs by itself, such as the age of an order, comes on top.
 */
export const limitOf = ({ severity, forSeconds }: AlertRule, { condition }: Drill): number =>
  (severity === 'critical' ? 60 : forSeconds + 30) + (condition?.[0] ?? 0);
