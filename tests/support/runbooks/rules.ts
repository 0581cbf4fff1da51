import { parse } from 'yaml';
import { texts } from './texts.ts';

/** A recording rule or an alert of Prometheus. */
export interface Rule {
  record?: string;
  alert?: string;
  labels?: { severity?: string };
  annotations?: { runbook_url?: string };
}

/** Returns all rules of Prometheus. */
export async function readRules(): Promise<Rule[]> {
  const files = await texts('observability/prometheus/rules/*.yml');
  return [...files.values()].flatMap((text) =>
    (parse(text, { merge: true }) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
}
