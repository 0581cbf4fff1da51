import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createApp } from '#platform/http/app.ts';
import { sendRaw, serve } from '#platform/http/http.testkit.ts';
import { Inbox, type Notification } from './notifications.ts';
import type { Pages } from './pages.ts';
import { routes } from './routes.ts';
import { readRunbook } from './runbook.ts';
import { runbookPage } from './runbook-page.ts';

const token = 'a-token-of-this-test';

const operations = 'http://shop.example/operations';

async function startInbox(t: TestContext, size = 10, pages: Pages = { grafana: 'http://grafana.example', operations }) {
  // Express refuses hidden folders in a path, but not in the root.
  const runbooks = await mkdtemp(join(tmpdir(), '.runbooks-'));
  await writeFile(join(runbooks, 'KafkaDown.md'), '# KafkaDown\n');
  await writeFile(join(runbooks, 'game-day.md'), '# A game day\n');
  const app = createApp({
    dependencies: [],
    routes: routes({
      inbox: new Inbox(size),
      token,
      pages,
      runbooks,
    }),
  });
  const server = await serve(app);
  t.after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(runbooks, { recursive: true });
  });
  const post = (body: unknown, authorization = `Bearer ${token}`) =>
    fetch(`${server.url}/api/notifications`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: authorization },
      body: JSON.stringify(body),
    });
  const all = async () => {
    const answer = (await (await fetch(`${server.url}/api/alerts`)).json()) as {
      notifications: (Notification & { receivedAt: string })[];
    };
    return answer.notifications;
  };
  return { url: server.url, post, all };
}

/** Returns the body of a notification as Alertmanager 0.28 sends it. */
const notificationOf = (alertname: string, { receiver = 'critical', summary = 'Kafka cannot be reached' } = {}) => ({
  receiver,
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname, severity: 'critical', deployment_environment_name: 'local' },
      annotations: {
        summary,
        description: '0 event-monitors reach Kafka',
        runbook_url: `runbooks/${alertname}.md`,
        dashboard_url: '/d/orderflow-platform',
      },
      startsAt: '2026-03-01T10:00:00.123Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus/graph',
      fingerprint: '66214a361160fb6f',
    },
  ],
  groupLabels: { alertname },
  commonLabels: { alertname },
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  version: '4',
  groupKey: '{}:{}',
  truncatedAlerts: 0,
});

test('the latest notifications are kept, newest first', async (t) => {
  const { post, all } = await startInbox(t, 2);
  for (const name of ['KafkaDown', 'ServiceDown', 'OrdersStuck'])
    assert.equal((await post(notificationOf(name))).status, 204);
  const names = (await all()).map(({ alerts }) => alerts[0]?.labels.alertname);
  assert.deepEqual(names, ['OrdersStuck', 'ServiceDown']);
  const [first] = await all();
  assert.equal(first?.alerts[0]?.annotations['description'], '0 event-monitors reach Kafka');
  assert.ok(Date.parse(first?.receivedAt ?? '') <= Date.now());
});

test('only the latest notification of the watchdog is kept', async (t) => {
  const { post, all } = await startInbox(t, 2);
  await post(notificationOf('KafkaDown'));
  for (let n = 0; n < 3; n++) await post(notificationOf('Watchdog', { receiver: 'watchdog' }));
  assert.deepEqual(
    (await all()).map(({ receiver }) => receiver),
    ['watchdog', 'critical'],
  );
});

test('an invalid notification is refused with the path of each issue', async (t) => {
  const { post, all } = await startInbox(t);
  const { alerts, ...rest } = notificationOf('KafkaDown');
  for (const [body, path] of [
    [{ ...rest, alerts: [] }, 'alerts'],
    [{ ...rest, alerts: [{ ...alerts[0], status: 'burning' }] }, 'alerts[0].status'],
    [{ ...rest, alerts, version: '3' }, 'version'],
    [{ ...rest, alerts: [{ ...alerts[0], labels: {} }] }, 'alerts[0].labels.alertname'],
  ] as const) {
    const response = await post(body);
    assert.equal(response.status, 400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    assert.deepEqual(
      errors.map((issue) => issue.path),
      [path],
    );
  }
  assert.deepEqual(await all(), []);
});

test('a notification without the token is refused', async (t) => {
  const { post, all } = await startInbox(t);
  for (const authorization of ['', 'Bearer ', 'Bearer another-token', `Basic ${token}`, `Bearer ${token}x`]) {
    const response = await post(notificationOf('KafkaDown'), authorization);
    assert.equal(response.status, 401, authorization);
    assert.equal(response.headers.get('www-authenticate'), 'Bearer');
  }
  assert.deepEqual(await all(), []);
});

test('a web page with another host name, as in DNS rebinding, can read nothing', async (t) => {
  const { url } = await startInbox(t);
  for (const path of ['/', '/api/alerts', '/runbooks/KafkaDown.md', '/inbox.css', '/inbox.js']) {
    const { status } = await sendRaw(url, path, { headers: { host: 'page.example:5016' } });
    assert.equal(status, 421, path);
    assert.equal((await sendRaw(url, path, { headers: { host: 'localhost:5016' } })).status, 200, path);
  }
});

test('a notification of many alerts is accepted', async (t) => {
  const { post, all } = await startInbox(t);
  const one = notificationOf('ServiceDown');
  const many = Array.from({ length: 300 }, () => one.alerts[0]);
  assert.equal((await post({ ...one, alerts: many })).status, 204);
  assert.equal((await all())[0]?.alerts.length, 300);
});

test('a notification of any size and text is answered at once, and cut', async (t) => {
  const { post, all } = await startInbox(t);
  const one = notificationOf('ServiceDown');
  const [alert] = one.alerts;
  for (const description of ['eyJ-'.repeat(30_000), 'a@'.repeat(60_000), '%25'.repeat(40_000), 'x'.repeat(900_000)]) {
    const annotations = { summary: 's', description };
    assert.equal((await post({ ...one, alerts: [{ ...alert, annotations }] })).status, 204);
    assert.equal((await all())[0]?.alerts[0]?.annotations['description']?.length, 2_000);
  }
  const labels = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`label_${n}`, '']));
  assert.equal((await post({ ...one, alerts: [{ ...alert, labels: { ...labels, alertname: 'Last' } }] })).status, 204);
  const [last] = await all();
  assert.equal(last?.alerts[0]?.labels.alertname, 'Last');
  assert.ok(Object.keys(last?.alerts[0]?.labels ?? {}).length <= 65);
});

test('the inbox keeps a limited number of alerts, however few the notifications are', async (t) => {
  const { post, all } = await startInbox(t);
  const { alerts, ...rest } = notificationOf('ServiceDown');
  const { status, startsAt, endsAt } = alerts[0] ?? assert.fail();
  const small = { status, labels: { alertname: 'a' }, annotations: {}, startsAt, endsAt, fingerprint: 'f' };
  for (let n = 0; n < 8; n++) {
    assert.equal((await post({ ...rest, alerts: Array.from({ length: 5_000 }, () => small) })).status, 204);
  }
  assert.equal((await all()).flatMap((notification) => notification.alerts).length, 5_000);
});

test('the page shows alerts with links to the runbook and dashboard, and escapes values', async (t) => {
  const { url, post } = await startInbox(t);
  assert.match(await (await fetch(url)).text(), /No notification has arrived yet/);
  await post(notificationOf('KafkaDown', { summary: '<script>alert(1)</script>' }));
  const text = await (await fetch(url)).text();
  assert.match(text, /KafkaDown<\/strong> firing, critical/);
  assert.match(text, /&lt;script&gt;alert\(1\)/);
  assert.ok(!text.includes('<script>'));
  assert.match(text, /<noscript><meta http-equiv="refresh" content="5"><\/noscript>/);
  assert.match(text, /href="\/runbooks\/KafkaDown\.md"/);
  assert.match(text, /href="http:\/\/grafana\.example\/d\/orderflow-platform"/);
  assert.equal((await fetch(`${url}/inbox.css`)).status, 200);
  assert.match(await (await fetch(`${url}/inbox.js`)).text(), /#notifications/);
});

test('a browser receives a runbook as a page, with the ids that links refer to', async (t) => {
  const { url } = await startInbox(t);
  const response = await fetch(`${url}/runbooks/game-day.md`, { headers: { accept: 'text/html,*/*;q=0.8' } });
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(await response.text(), /<h1 id="a-game-day">A game day<\/h1>/);
});

test('a page of a runbook links to other runbooks only, and holds no HTML of its text', async () => {
  const page = await runbookPage(
    'Test',
    '## Ask *without* Grafana?\n\n[a](KafkaDown.md#diagnosis) [b](../README.md) [c](javascript:alert(1)) <b>d</b>\n\n```sh local\necho "<&"\n```\n',
  );
  assert.match(page, /<h2 id="ask-without-grafana">/);
  assert.match(page, /<a href="KafkaDown.md#diagnosis">a<\/a> b c &lt;b&gt;d/);
  assert.match(page, /<figcaption>sh local<\/figcaption><pre tabindex="0"><code>echo &quot;&lt;&amp;&quot;/);
});

test('without Grafana, alerts link to the operations page, and runbooks to no pages of Grafana and Jaeger', async (t) => {
  const pages = { grafana: undefined, operations };
  const { url, post } = await startInbox(t, 10, pages);
  await post(notificationOf('KafkaDown'));
  const text = await (await fetch(url)).text();
  assert.match(text, /<a href="http:\/\/shop\.example\/operations">Operations<\/a>/);
  assert.ok(!text.includes('Dashboard'));

  const folder = join(import.meta.dirname, '..', '..', 'runbooks');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md'));
  for (const file of files) {
    const shown = await readRunbook(join(folder, file), pages);
    assert.doesNotMatch(shown, /\]\(http:\/\/127\.0\.0\.1:(3000|16686)|in containers: \[/, file);
    assert.equal(
      await readRunbook(join(folder, file), { ...pages, grafana: 'g' }),
      await readFile(join(folder, file), 'utf8'),
    );
  }
  const shown = await readRunbook(join(folder, 'OrdersStuck.md'), pages);
  assert.match(
    shown,
    /^\[Operations page\]\(http:\/\/shop\.example\/operations\) · \[without Grafana\]\(README\.md#ask-without-grafana\)$/m,
  );
});

test('runbooks are served, and no other files', async (t) => {
  const { url } = await startInbox(t);
  const found = await fetch(`${url}/runbooks/KafkaDown.md`);
  assert.equal(found.status, 200);
  assert.equal(await found.text(), '# KafkaDown\n');
  assert.equal((await fetch(`${url}/runbooks/game-day.md`)).status, 200);
  assert.equal((await fetch(`${url}/runbooks/Nothing.md`)).status, 404);
  assert.equal((await sendRaw(url, '/runbooks/..%2f..%2fetc%2fpasswd')).status, 404);
  assert.equal((await sendRaw(url, '/runbooks/..%2fpackage.md')).status, 404);
});
