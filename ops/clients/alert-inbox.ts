import type { ReceivedNotification } from '../../services/alert-inbox/notifications.ts';
import { askJson } from './http.ts';

/** One alert of a notification in the inbox. */
export interface AlertNotification {
  alert: string;
  status: 'firing' | 'resolved';
  labels: Readonly<Record<string, string>>;
  description: string;
  /** The time when Prometheus raised the alert, in milliseconds since 1970. */
  startsAt: number;
  /** The time when the alert was resolved, in milliseconds since 1970. */
  endsAt: number;
  /** The time when the notification arrived in the inbox, in milliseconds since 1970. */
  receivedAt: number;
}

/** Returns the notifications in the inbox, each with all its alerts, the newest first. */
export async function listNotifications(inbox: string): Promise<ReceivedNotification[]> {
  return (await askJson<{ notifications: ReceivedNotification[] }>(`${inbox}/api/alerts`)).notifications;
}

/** Returns the alerts of the notifications that arrived after `since` (milliseconds since 1970), the oldest first. */
export async function notificationsSince(inbox: string, since: number): Promise<AlertNotification[]> {
  return (await listNotifications(inbox))
    .flatMap(alertsOf)
    .filter(({ receivedAt }) => receivedAt > since)
    .reverse();
}

/** Returns the alerts of a notification in reverse, because the whole list is reversed afterward. */
const alertsOf = ({ alerts, receivedAt }: ReceivedNotification): AlertNotification[] =>
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
