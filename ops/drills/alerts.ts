import type { ReceivedNotification } from '../../services/alert-inbox/notifications.ts';
import { askJson } from '../doctor/ask.ts';

/** An alert as a notification told it. */
export interface Told {
  alert: string;
  status: 'firing' | 'resolved';
  labels: Readonly<Record<string, string>>;
  description: string;
  /** When Prometheus raised it, and when it was resolved, in milliseconds since 1970. */
  startsAt: number;
  endsAt: number;
  /** When the inbox got the notification. */
  receivedAt: number;
}

/** What the inbox got since a moment, the oldest first. */
export async function toldSince(inbox: string, since: number): Promise<Told[]> {
  const { notifications } = await askJson<{ notifications: ReceivedNotification[] }>(`${inbox}/api/alerts`);
  return notifications
    .flatMap(flatten)
    .filter(({ receivedAt }) => receivedAt > since)
    .reverse();
}

const flatten = ({ alerts, receivedAt }: ReceivedNotification): Told[] =>
  alerts
    .map(({ status, labels, annotations, startsAt, endsAt }) => ({
      alert: labels.alertname,
      status,
      labels,
      description: annotations['description'] ?? '',
      startsAt: Date.parse(startsAt),
      endsAt: Date.parse(endsAt),
      receivedAt: Date.parse(receivedAt),
    }))
    .reverse();

/** An alert that Prometheus knows of now. */
export interface Active {
  labels: Readonly<Record<string, string>>;
  state: 'pending' | 'firing';
}

/** All that is pending or fires. */
export async function activeAlerts(prometheus: string): Promise<Active[]> {
  const { data } = await askJson<{ data: { alerts: Active[] } }>(`${prometheus}/api/v1/alerts`);
  return data.alerts;
}
