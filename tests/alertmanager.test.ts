import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { channels, receivers } from '../observability/alertmanager/channels.ts';
import { configure } from '../observability/alertmanager/configure.ts';
import { environment } from './support/environment.ts';

/** Environment variables that set every kind of channel. */
const all = {
  ALERT_INBOX_TOKEN: 'a-token-of-the-inbox',
  ALERT_SLACK_URL: 'https://slack.example/services/1',
  ALERT_PAGERDUTY_KEY: 'a-key',
  ALERT_EMAIL_TO: 'team@shop.example',
  ALERT_SMTP_HOST: 'mail.example:587',
  ALERT_SMTP_USERNAME: 'orderflow',
  ALERT_SMTP_PASSWORD: 'a-password',
  ALERT_GRAFANA_URL: 'https://grafana.example/',
  ALERT_RUNBOOKS_URL: 'https://git.example/orderflow/blob/main',
};

async function configured(t: TestContext, env: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alertmanager-'));
  t.after(() => rm(folder, { recursive: true }));
  await configure(folder, channels.parse(env));
  return folder;
}

function amtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(environment.amtool, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

for (const [title, env] of [
  ['with only the inbox', {}],
  ['with every channel', all],
] as const) {
  test(`the configuration is well-formed ${title}`, async (t) => {
    const { status, output } = amtool('check-config', join(await configured(t, env), 'alertmanager.yml'));
    assert.equal(status, 0, output);
    assert.match(output, /2 templates/);
  });
}

const expected = {
  critical: ['alertname=KafkaDown', 'severity=critical'],
  warning: ['alertname=OrdersStuck', 'severity=warning'],
  info: ['alertname=LowUserActivity', 'severity=info'],
  watchdog: ['alertname=Watchdog', 'severity=none'],
};

const route = (file: string, receiver: string, labels: readonly string[]) =>
  amtool('config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${receiver}`, ...labels);

test('each severity goes to its receiver', async (t) => {
  const file = join(await configured(t, all), 'alertmanager.yml');
  for (const [receiver, labels] of Object.entries(expected)) {
    const { status, output } = route(file, receiver, labels);
    assert.equal(status, 0, output);
  }
  assert.equal(route(file, 'warning', ['alertname=Nameless']).status, 0, 'an alert without a severity has a receiver');
});

test('a wrong route fails the test', async (t) => {
  const file = join(await configured(t, all), 'alertmanager.yml');
  const config = await readFile(file, 'utf8');
  await writeFile(file, config.replace('receiver: critical', 'receiver: info'));
  assert.notEqual(route(file, 'critical', expected.critical).status, 0);
});

test('critical alerts go to Slack and PagerDuty, warnings to Slack, info alerts to email, and all to the inbox', () => {
  const kinds = (env: Record<string, string>) =>
    Object.fromEntries(
      receivers(channels.parse(env)).map(({ name, ...configs }) => [
        name,
        Object.keys(configs).map((key) => key.replace('_configs', '')),
      ]),
    );
  assert.deepEqual(kinds(all), {
    critical: ['webhook', 'slack', 'pagerduty'],
    warning: ['webhook', 'slack'],
    info: ['webhook', 'email'],
    watchdog: ['webhook'],
  });
  assert.deepEqual(kinds({}), {
    critical: ['webhook'],
    warning: ['webhook'],
    info: ['webhook'],
    watchdog: ['webhook'],
  });
});

test('a notification contains the value, the runbook and the dashboard, or without Grafana the operations page', async (t) => {
  const folder = await configured(t, all);
  const alert = {
    status: 'firing',
    labels: { alertname: 'KafkaDown', severity: 'critical' },
    annotations: {
      summary: 'Kafka cannot be reached',
      description: '0 event-monitors reach Kafka',
      runbook_url: 'runbooks/KafkaDown.md',
      dashboard_url: '/d/orderflow-platform',
    },
  };
  const data = join(folder, 'data.json');
  const common = { commonLabels: alert.labels, commonAnnotations: alert.annotations };
  const group = { groupLabels: { alertname: 'KafkaDown' }, ...common };
  await writeFile(data, JSON.stringify({ status: 'firing', alerts: [alert], ...group }));
  const render = (name: string, templates = folder) =>
    amtool(
      'template',
      'render',
      `--template.glob=${join(templates, '*.tmpl')}`,
      `--template.data=${data}`,
      `--template.text={{ template "orderflow.${name}" . }}`,
    ).output;
  assert.equal(render('title').trim(), '[FIRING critical] KafkaDown: Kafka cannot be reached');
  const text = render('text');
  assert.match(text, /0 event-monitors reach Kafka/);
  assert.match(text, /Runbook: https:\/\/git\.example\/orderflow\/blob\/main\/runbooks\/KafkaDown\.md\n/);
  assert.match(text, /Dashboard: https:\/\/grafana\.example\/d\/orderflow-platform\n/);
  assert.match(render('html'), /href="https:\/\/git\.example\/orderflow\/blob\/main\/runbooks\/KafkaDown\.md"/);
  const withoutGrafana = await configured(t, {});
  assert.match(render('text', withoutGrafana), /Dashboard: http:\/\/127\.0\.0\.1:5000\/operations\n/);
});
