import { z } from 'zod';

const labels = z.record(z.string(), z.string());

/** The body of an Alertmanager webhook, version 4: a group of alerts. Keys that the inbox does not use are omitted. */
export const notification = z.object({
  version: z.literal('4'),
  receiver: z.string(),
  status: z.enum(['firing', 'resolved']),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: labels.and(z.object({ alertname: z.string() })),
        annotations: labels,
        startsAt: z.iso.datetime({ offset: true }),
        /** In the year 1 while the alert fires. */
        endsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string(),
      }),
    )
    .min(1),
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
    this.#all = [received, ...others].slice(0, this.#size);
  }

  get all(): readonly ReceivedNotification[] {
    return this.#all;
  }
}
