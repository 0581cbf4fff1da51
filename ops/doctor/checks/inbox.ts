import { listNotifications } from '../../clients/alert-inbox.ts';
import { eventually } from '../../clients/eventually.ts';
import type { Check } from '../check.ts';

/** Checks that alerts are delivered: the Watchdog alert, which always fires, must be in the inbox. */
export const inbox: Check = {
  name: 'inbox',
  needs: ['alertmanager'],
  expected: 'the Watchdog alert, which always fires, is in the inbox within 60 s',
  look: ({ log }) => `runbooks/Watchdog.md, ${log('alert-inbox')}, ${log('alertmanager')}`,
  run: async ({ at }) => {
    // In a new stack Prometheus has to evaluate its rules first.
    const receivedAt = await eventually(60, async () => {
      const notifications = await listNotifications(at.ALERT_INBOX_URL);
      const found = notifications.find(({ receiver }) => receiver === 'watchdog')?.receivedAt;
      return found === undefined ? { missing: 'the inbox has no Watchdog alert' } : { found };
    });
    return `the Watchdog alert arrived at ${receivedAt.slice(11, 19)} UTC`;
  },
};
