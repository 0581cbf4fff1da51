import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readAlerts } from './alerts.ts';

const alert = (
  alertname: string,
  severity: string,
  more: { state?: string; at?: string; runbook_url?: string } = {},
) => ({
  labels: { alertname, severity },
  annotations: { summary: 'It is so', ...(more.runbook_url !== undefined && { runbook_url: more.runbook_url }) },
  startsAt: more.at ?? '2026-11-21T12:00:00.000Z',
  status: { state: more.state ?? 'active', silencedBy: [], inhibitedBy: [] },
});
const read = (...alerts: unknown[]) => readAlerts({ request: async () => alerts });

it('sorts alerts by severity, then age; counts suppressed alerts; does not list the watchdog', async () => {
  const { firing, held, watched } = await read(
    alert('Watchdog', 'none'),
    alert('Later', 'warning', { at: '2026-11-21T12:01:00.000+00:00' }),
    alert('Earlier', 'warning'),
    alert('Consequence', 'critical', { state: 'suppressed' }),
    alert('Cause', 'critical', { runbook_url: 'runbooks/Cause.md' }),
  );
  assert.deepEqual(
    firing.map(({ name }) => name),
    ['Cause', 'Earlier', 'Later'],
  );
  assert.equal(firing[0]?.runbook, 'runbooks/Cause.md');
  assert.equal(held, 1);
  assert.equal(watched, true);
  assert.equal((await read()).watched, false);
});

it('drops the link of an alert that leads to another site', async () => {
  for (const runbook_url of ['javascript:alert(1)', '//elsewhere.example/', 'https://elsewhere.example/', '']) {
    const { firing } = await read(alert('A', 'info', { runbook_url }));
    assert.equal(firing[0]?.runbook, undefined, runbook_url);
  }
});
