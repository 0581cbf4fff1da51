import { z } from 'zod';

// A notification is cut rather than refused, because the alert in it may be real. Real ones are far below these limits.
const maxAlerts = 1_000;
const maxLabels = 64;
const maxText = 2_000;
/** The number of alerts that the inbox keeps, over all notifications. */
const maxKept = 5_000;

const cut = (text: string): string => text.slice(0, maxText);
const text = z.string().transform(cut);
const labels = z.record(z.string(), z.string()).transform((all) =>
  Object.fromEntries(
    Object.entries(all)
      .slice(0, maxLabels)
      .map(([name, value]) => [cut(name), cut(value)]),
  ),
);

/** The body of an Alertmanager webhook, version 4: a group of alerts. Keys that the inbox does not use are omitted. */
export const notification = z.object({
  version: z.literal('4'),
  receiver: text,
  status: z.enum(['firing', 'resolved']),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: labels.and(z.object({ alertname: text })),
        annotations: labels,
        startsAt: z.iso.datetime({ offset: true }),
        /** In the year 1 while the alert fires. */
        endsAt: z.iso.datetime({ offset: true }),
        fingerprint: text,
      }),
    )
    .min(1)
    .transform((alerts) => alerts.slice(0, maxAlerts)),
});

export type Notification = z.output<typeof notification>;

/** A notification in the inbox. */
export interface ReceivedNotification extends Notification {
  /** The time at which it arrived, ISO 8601. */
  receivedAt: string;
}

/** The latest notifications, newest first. It keeps only one notification of the watchdog, which is sent all the time. */
export class Inbox {
  readonly #size: number;
  #all: readonly ReceivedNotification[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(received: ReceivedNotification): void {
    const others = this.#all.filter(({ receiver }) => receiver !== 'watchdog' || received.receiver !== 'watchdog');
    let alerts = 0;
    this.#all = [received, ...others].slice(0, this.#size).filter((one) => {
      alerts += one.alerts.length;
      return one === received || alerts <= maxKept;
    });
  }

  get all(): readonly ReceivedNotification[] {
    return this.#all;
  }
}
