import { z } from 'zod';
import type { Backend } from '../backends/backend.ts';

const labels = z.record(z.string(), z.string());

/** The part of Alertmanager's answer (its API v2, GET /alerts) that is read. */
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

export interface Alert {
  name: string;
  severity: Severity;
  summary: string;
  description: string;
  /** ISO 8601 */
  since: string;
  /** Paths, in the repository and in Grafana. */
  runbook: string | undefined;
  dashboard: string | undefined;
}

export interface Alerts {
  /** The gravest first. */
  firing: readonly Alert[];
  /** How many are silenced, or held back because their cause is told. */
  held: number;
  /** Whether the alert is there that always fires, to show that alerts get through. */
  watched: boolean;
}

/** @throws {Problem} 503 when Alertmanager is away */
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
    since: startsAt,
    runbook: pathIn(annotations['runbook_url']),
    dashboard: pathIn(annotations['dashboard_url']),
  };
}

const rank = ({ severity }: Alert): number => severities.indexOf(severity);

/** A path; anything else that an alert may carry is not trusted with a click. */
function pathIn(path: string | undefined): string | undefined {
  return path !== undefined && /^\/?[\w-]/.test(path) && !path.includes(':') ? path.replace(/^\//, '') : undefined;
}
