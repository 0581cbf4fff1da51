import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

const labels = z.record(z.string(), z.string());

/** The fields of Alertmanager's response (API v2, GET /alerts) that this page uses. */
const answer = z.array(
  z.object({
    labels,
    annotations: labels,
    startsAt: z.iso.datetime({ offset: true }),
    status: z.object({ state: z.enum(['active', 'suppressed', 'unprocessed']) }),
  }),
);

const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** A firing alert. */
export interface Alert {
  name: string;
  severity: Severity;
  summary: string;
  description: string;
  /** The process, the consumer group and the topic that the alert is about, if it is about any. */
  job: string | undefined;
  group: string | undefined;
  topic: string | undefined;
  /** ISO 8601 */
  since: string;
  /** The path of the runbook in the repository, and of the dashboard in Grafana. */
  runbook: string | undefined;
  dashboard: string | undefined;
}

/** The alerts that Alertmanager knows. */
export interface Alerts {
  /** The most severe first. */
  firing: readonly Alert[];
  /** The number of alerts that are silenced, or inhibited because an alert about their cause fires. */
  held: number;
  /** True if Watchdog fires, the alert that always fires to prove that alerts are delivered. */
  watched: boolean;
}

/**
 * Reads the current alerts from Alertmanager.
 * @throws {Problem} 503 if Alertmanager is unavailable
 */
export async function readAlerts(alertmanager: Backend): Promise<Alerts> {
  const all = answer.parse(await alertmanager.request('/api/v2/alerts'));
  const alerts = all.filter(({ labels }) => labels['severity'] !== 'none');
  const firing = alerts.filter(({ status }) => status.state === 'active');
  return {
    firing: firing
      .map(alertOf)
      .toSorted((one, other) => rank(one) - rank(other) || one.since.localeCompare(other.since)),
    held: alerts.filter(({ status }) => status.state === 'suppressed').length,
    watched: all.some(({ labels }) => labels['alertname'] === 'Watchdog'),
  };
}

function alertOf({ labels, annotations, startsAt }: z.output<typeof answer>[number]): Alert {
  return {
    name: labels['alertname'] ?? '',
    severity: severities.find((severity) => severity === labels['severity']) ?? 'info',
    summary: annotations['summary'] ?? '',
    description: annotations['description'] ?? '',
    job: labels['job'],
    group: labels['group'],
    topic: labels['topic'],
    since: startsAt,
    runbook: pathIn(annotations['runbook_url']),
    dashboard: pathIn(annotations['dashboard_url']),
  };
}

const rank = ({ severity }: Alert): number => severities.indexOf(severity);

/** Returns a relative path, or undefined for anything else: an annotation must not link to another site. */
function pathIn(path: string | undefined): string | undefined {
  return path !== undefined && /^\/?[\w-]/.test(path) && !path.includes(':') ? path.replace(/^\//, '') : undefined;
}
