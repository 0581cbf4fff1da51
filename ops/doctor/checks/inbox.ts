import { askJson, eventually } from '../ask.ts';
import type { Check } from '../check.ts';

/** Alerts reach somebody: the watchdog, which always fires, is in the inbox. */
export const inbox: Check = {
  name: 'inbox',
  needs: ['alertmanager'],
  expected: 'the inbox has got the watchdog, which always fires',
  look: ({ log }) => `runbooks/Watchdog.md, ${log('alert-inbox')}, ${log('alertmanager')}`,
  run: async ({ at }) => {
    // A young stack has to evaluate its rules first.
    const receivedAt = await eventually(60, async () => {
      const { notifications } = await askJson<{ notifications: { receiver: string; receivedAt: string }[] }>(
        `${at.ALERT_INBOX_URL}/api/alerts`,
      );
      const found = notifications.find(({ receiver }) => receiver === 'watchdog')?.receivedAt;
      return found === undefined ? { missing: 'the inbox has no watchdog' } : { found };
    });
    return `the watchdog came at ${receivedAt.slice(11, 19)} UTC`;
  },
};
