import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { uids } from '../observability/grafana/uids.ts';
import { environment } from './support/environment.ts';

const here = join(import.meta.dirname, '..', 'observability', 'prometheus');

function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(environment.promtool, args, { cwd: here, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

test('the rules are well-formed', () => {
  const files = readdirSync(join(here, 'rules')).map((file) => join('rules', file));
  promtool('check', 'rules', '--lint=all', '--lint-fatal', ...files);
});

test('the configuration is well-formed', () => {
  promtool('check', 'config', '--lint=all', '--lint-fatal', 'prometheus.yml');
});

test('the recording rules calculate the expected values', () => {
  promtool('test', 'rules', 'rules.test.yml');
});

const testsOfAlerts = ['alerts.test.yml', 'burn.test.yml'];

test('each alert fires above its threshold, and not just below it', () => {
  promtool('test', 'rules', ...testsOfAlerts);
});

const alertRules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          labels: z.object({
            severity: z.enum(['critical', 'warning', 'info', 'none']),
            reason: z.string().optional(),
          }),
          annotations: z.strictObject({
            summary: z.string(),
            description: z.string().includes('{{ $value'),
            runbook_url: z.string(),
            dashboard_url: z.string(),
          }),
        }),
      ),
    }),
  ),
});

const alertTests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(
        z.object({
          alertname: z.string(),
          exp_alerts: z.array(
            z.object({
              exp_labels: z.record(z.string(), z.string()),
              exp_annotations: z.record(z.string(), z.string()),
            }),
          ),
        }),
      ),
    }),
  ),
});

const readYaml = <S extends z.ZodType>(schema: S, file: string): z.output<S> =>
  schema.parse(parse(readFileSync(join(here, file), 'utf8')));

const alerts = readYaml(alertRules, 'rules/alerts.yml').groups.flatMap(({ rules }) => rules);

/** Returns the alert's name with the label `reason`, which distinguishes the two rules of an alert with two causes. */
const named = (alert: string, reason: string | undefined) => (reason === undefined ? alert : `${alert} (${reason})`);

test('each alert has a test in which it fires and one in which it does not', () => {
  const files = testsOfAlerts.map((file) => readYaml(alertTests, file));
  const tests = files.flatMap((file) => file.tests).map((one) => one.alert_rule_test);
  const firing = new Set<string>();
  const silent = new Set<string>();
  for (const { alertname, exp_alerts } of tests.flat()) {
    for (const { exp_labels } of exp_alerts) firing.add(named(alertname, exp_labels['reason']));
  }
  // An alert counts as silent if one of its test cases expects it never to fire.
  for (const cases of tests) {
    for (const { alertname } of cases) {
      if (cases.every(({ exp_alerts }) => exp_alerts.length === 0)) silent.add(alertname);
    }
  }
  assert.deepEqual(
    alerts.filter(({ alert, labels }) => !firing.has(named(alert, labels.reason))).map(({ alert }) => alert),
    [],
    'alerts without a test in which they fire',
  );
  // Watchdog always fires.
  const untested = alerts.filter(({ alert }) => alert !== 'Watchdog' && !silent.has(alert)).map(({ alert }) => alert);
  assert.deepEqual(untested, [], 'alerts without a test in which they do not fire');
});

test('each alert names its runbook and an existing dashboard', () => {
  const dashboards = Object.values(uids).map((uid) => `/d/${uid}`);
  for (const { alert, annotations } of alerts) {
    assert.equal(annotations.runbook_url, `runbooks/${alert}.md`);
    assert.ok(dashboards.includes(annotations.dashboard_url.replace(/\?.*/, '')), annotations.dashboard_url);
  }
});
