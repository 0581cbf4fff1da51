import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ReceivedNotification } from '../services/alert-inbox/notifications.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

describe('an alert', () => {
  for (const severity of ['critical', 'warning', 'info']) {
    it(`reaches the inbox as ${severity}, with its runbook, and so does its resolution`, async () => {
      const labels = { ...named('AlertOfATest'), severity };
      const annotations = { summary: 'A test', description: '1 of 1', runbook_url: 'runbooks/Watchdog.md' };
      await raise([{ labels, annotations }]);
      const fired = await inboxHas(labels, 'firing');
      assert.equal(fired.receiver, severity);
      assert.deepEqual(fired.alerts[0]?.annotations, annotations);

      await raise([{ labels, annotations, endsAt: new Date().toISOString() }]);
      await inboxHas(labels, 'resolved');
    });
  }

  it('is inhibited by the alert about its cause, only in the same environment', async () => {
    const cause = { ...named('KafkaDown'), severity: 'critical' };
    const consequence = {
      ...cause,
      alertname: 'ConsumerGroupEmpty',
      group: 'orders',
    };
    const unrelated = { ...consequence, alertname: 'StockInvariantViolated' };
    const elsewhere = { ...consequence, ...named('ConsumerGroupEmpty') };
    await raise([cause, consequence, unrelated, elsewhere].map((labels) => ({ labels, annotations: {} })));
    for (const labels of [cause, unrelated, elsewhere]) await inboxHas(labels, 'firing');
    assert.equal(await stateOf(consequence), 'suppressed');
    assert.ok(!(await received()).some((one) => of(one, consequence)));
  });

  it('reaches the inbox from Prometheus: the watchdog', async () => {
    await until(
      'the watchdog has reached the alert inbox',
      async () => (await received()).find(({ receiver }) => receiver === 'watchdog'),
      300,
    );
  });
});

type Labels = Record<string, string>;

/** Returns labels of an alert that no other test uses. */
const named = (alertname: string) => ({ alertname, deployment_environment_name: randomUUID() });

async function raise(alerts: { labels: Labels; annotations: Labels; endsAt?: string }[]): Promise<void> {
  const response = await fetch(new URL('/api/v2/alerts', environment.alertmanagerUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  assert.equal(response.status, 200, await response.text());
}

async function stateOf(labels: Labels): Promise<string | undefined> {
  const url = new URL('/api/v2/alerts', environment.alertmanagerUrl);
  for (const [name, value] of Object.entries(labels)) url.searchParams.append('filter', `${name}="${value}"`);
  const alerts = (await (await fetch(url)).json()) as { status: { state: string } }[];
  return alerts[0]?.status.state;
}

async function received(): Promise<ReceivedNotification[]> {
  const response = await fetch(new URL('/api/alerts', environment.alertInboxUrl));
  const { notifications } = (await response.json()) as { notifications: ReceivedNotification[] };
  return notifications;
}

const of = ({ alerts }: ReceivedNotification, wanted: Labels, status = 'firing') =>
  alerts.some(
    (alert) => alert.status === status && Object.entries(wanted).every(([name, value]) => alert.labels[name] === value),
  );

const inboxHas = (labels: Labels, status: 'firing' | 'resolved') =>
  until(
    `${status} notification of ${labels['alertname']} in the alert inbox`,
    async () => (await received()).find((one) => of(one, labels, status)),
    300,
  );
