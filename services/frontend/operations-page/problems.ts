import type { Severity } from './alerts.ts';
import { groupsOf } from './groups.ts';
import type { Operations } from './read.ts';

/** Something that needs attention. */
export type OpenProblem =
  | {
      kind: 'alert';
      name: string;
      severity: Severity;
      /** The text of the alert, in English. */
      summary: string;
      /** The age of the oldest message that the group of the alert has not read, if it is late by a second or more. */
      lateSeconds: number | undefined;
      runbook: string | undefined;
    }
  | { kind: 'process' | 'group'; name: string; severity: 'critical'; runbook: string };

/** Returns what needs attention, the most severe first. An alert and the fact that caused it are one problem. */
export function problemsOf(shown: Operations): OpenProblem[] {
  const firing = shown.alerts?.firing ?? [];
  const groups = groupsOf(shown) ?? [];
  const alerts = firing.map(({ name, severity, summary, runbook, group, topic }): OpenProblem => {
    const late = groups.find((one) => one.group === group && one.topic === topic)?.lateSeconds ?? 0;
    return { kind: 'alert', name, severity, summary, lateSeconds: late < 1 ? undefined : late, runbook };
  });
  const stopped = (shown.pipeline?.processes ?? [])
    .filter(({ name, instances }) => instances === 0 && !firing.some(({ job }) => job === name))
    .map(
      ({ name }): OpenProblem => ({ kind: 'process', name, severity: 'critical', runbook: 'runbooks/ServiceDown.md' }),
    );
  const empty = [...new Set(groups.filter(({ members }) => members === 0).map(({ group }) => group))]
    .filter((name) => !firing.some(({ group }) => group === name))
    .map(
      (name): OpenProblem => ({ kind: 'group', name, severity: 'critical', runbook: 'runbooks/ConsumerGroupEmpty.md' }),
    );
  return [
    ...alerts.filter(({ severity }) => severity === 'critical'),
    ...stopped,
    ...empty,
    ...alerts.filter(({ severity }) => severity !== 'critical'),
  ];
}

/** The sources of the page that did not answer. */
export type Source = 'Prometheus' | 'Alertmanager' | 'Kafka';

/** Returns the sources that did not answer. */
export function missingSources({ pipeline, alerts, deadLetters, groups }: Operations): Source[] {
  const missing: Source[] = [];
  if (pipeline === undefined) missing.push('Prometheus');
  if (alerts === undefined) missing.push('Alertmanager');
  if (deadLetters === undefined && groups === undefined) missing.push('Kafka');
  return missing;
}

/** The state of the pipeline as one word. An alert for information alone is no problem. */
export type State = 'good' | 'warning' | 'bad' | 'unknown';

export function stateOf(shown: Operations): State {
  const severities = problemsOf(shown).map(({ severity }) => severity);
  if (severities.includes('critical')) return 'bad';
  if (severities.includes('warning')) return 'warning';
  return missingSources(shown).length > 0 ? 'unknown' : 'good';
}
