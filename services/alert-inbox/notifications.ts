import { z } from 'zod';

const labels = z.record(z.string(), z.string());

/** What Alertmanager's webhook sends, version 4: one group of alerts. Keys that are of no use here are left out. */
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
        /** The year 1 while it fires. */
        endsAt: z.iso.datetime({ offset: true }),
        fingerprint: z.string(),
      }),
    )
    .min(1),
});

export type Notification = z.output<typeof notification>;

export interface Received extends Notification {
  /** When it arrived, ISO 8601. */
  receivedAt: string;
}

/** The last notifications, newest first; of the watchdog, which comes all the time, only the last. */
export class Inbox {
  readonly #kept: number;
  #all: readonly Received[] = [];

  constructor(kept: number) {
    this.#kept = kept;
  }

  add(received: Received): void {
    const others = this.#all.filter(({ receiver }) => receiver !== 'watchdog' || received.receiver !== 'watchdog');
    this.#all = [received, ...others].slice(0, this.#kept);
  }

  get all(): readonly Received[] {
    return this.#all;
  }
}
