import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { profiles } from '../loadtest/profiles.ts';
import { conditional } from '../observability/grafana/conditional.ts';
import { dashboards } from '../observability/grafana/dashboards/index.ts';
import { uids } from '../observability/grafana/uids.ts';
import { blocks, commandsOf, section } from '../ops/drills/blocks.ts';
import { drills } from '../ops/drills/drills.ts';
import { portsAt } from '../ops/stack/paths.ts';
import manifest from '../package.json' with { type: 'json' };
import { namesOfPromql } from './support/query-names.ts';
import { faultsOf, type Known } from './support/runbooks.ts';

const repository = join(import.meta.dirname, '..');
const pages = await texts('runbooks/*.md');
const runbooks = [...pages].filter(([name]) => /^[A-Z]\w+\.md$/.test(name) && name !== 'README.md');

const sections = [
  'Meaning',
  'Impact',
  'Diagnosis',
  'Mitigation',
  'It is fixed when',
  'Was data lost?',
  'Why this threshold',
  'Drill',
];

interface Rule {
  record?: string;
  alert?: string;
  labels?: { severity?: string };
  annotations?: { runbook_url?: string };
}
let rules: Rule[] = [];
let alerts: { alert: string; severity: string | undefined; url: string | undefined }[] = [];
let known: Known;

before(async () => {
  const files = await texts('observability/prometheus/rules/*.yml');
  rules = [...files.values()].flatMap((text) =>
    (parse(text, { merge: true }) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
  alerts = rules.flatMap(({ alert, labels, annotations }) =>
    alert === undefined ? [] : [{ alert, severity: labels?.severity, url: annotations?.runbook_url }],
  );
  known = await everything();
});

describe('the runbooks', () => {
  it('are as many as the alerts', () => {
    const names = [...new Set(alerts.map(({ alert }) => `${alert}.md`))];
    assert.notEqual(names.length, 0);
    assert.deepEqual(runbooks.map(([name]) => name).sort(), names.sort());
  });

  it('are where the alerts say', () => {
    for (const { alert, url } of alerts) assert.ok(url?.endsWith(`runbooks/${alert}.md`), `${alert}: ${url}`);
  });

  it('are all in the index, with their severities', () => {
    const rows = [...(pages.get('README.md') ?? '').matchAll(/^\| \[(\w+)\]\(\1\.md\) \| (\w+) \|/gm)];
    assert.deepEqual(
      new Set(rows.map(([, alert, severity]) => `${alert} ${severity}`)),
      new Set(alerts.map(({ alert, severity }) => `${alert} ${severity}`)),
    );
  });

  for (const [name, text] of runbooks) {
    it(`${name} begins with what to do first, and has every part`, () => {
      assert.match(text, new RegExp(`^# ${basename(name, '.md')}\n\n\\*\\*First:\\*\\* \\S`));
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
        sections,
      );
    });

    it(`${name} heals both ways of running`, () => {
      const ways = blocks(section(text, 'Mitigation')).map(({ way }) => way);
      for (const way of ['local', 'containers'] as const) assert.ok(ways.includes(way), way);
    });

    it(`${name} says how it is drilled, or why not`, () => {
      const alert = basename(name, '.md');
      const drill = drills[alert];
      assert.ok(drill, 'ops/drills/drills.ts does not know it');
      const told = section(text, 'Drill');
      if ('cannot' in drill) {
        assert.ok(told.includes(drill.cannot), 'the reason');
        return;
      }
      assert.match(told, new RegExp(`npm run drill -- ${alert}\\b`));
      for (const other of drill.also ?? []) assert.ok(told.includes(`(${other}.md)`), `${other} is also told`);
      for (const way of ['local', 'containers'] as const) {
        // Customers need no commands to leave.
        if (drill.customersLeave) continue;
        assert.ok(commandsOf(told, way, 'fault').length > 0, `${way} fault`);
        assert.ok(commandsOf(section(text, 'Mitigation'), way, 'heal').length > 0, `${way} mitigation`);
      }
      const elsewhere = text.replace(told, '').replace(section(text, 'Mitigation'), '');
      assert.deepEqual(
        blocks(elsewhere).filter(({ role }) => role !== undefined),
        [],
      );
    });
  }

  it('are all drilled, and nothing else is', () => {
    assert.deepEqual(new Set(Object.keys(drills)), new Set(alerts.map(({ alert }) => alert)));
  });

  it('tell the times of their drills as the index does', () => {
    for (const [name, text] of runbooks) {
      const alert = basename(name, '.md');
      const [, told] = /\n\nLast measured: (.+)\.\n$/.exec(text) ?? [];
      assert.ok(told, `${name} does not end with the times of its drill`);
      const [, detected = told, recovered = told] =
        /^detected after (.+), recovered after (.+) \(\d{4}-\d\d-\d\d, .+\)$/.exec(told) ?? [];
      const row = new RegExp(`^\\| \\[${alert}\\].* \\| (.+) \\| (.+) \\|$`, 'm').exec(pages.get('README.md') ?? '');
      assert.deepEqual(row?.slice(1), [detected, recovered], name);
    }
  });

  for (const [name, text] of pages) {
    it(`${name} names only what is there`, () => assert.deepEqual(faultsOf(text, known), []));
  }
});

describe('the check of a page', () => {
  const faults = (text: string) => faultsOf(text, known).length;
  const block = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\`\n`;

  for (const [wrong, right] of [
    ['[a](nowhere.md)', '[a](README.md)'],
    ['[a](README.md#nowhere)', '[a](README.md#the-alerts)'],
    ['# One\n[a](#two)', '# One\n[a](#one)'],
    ['[a](https://example.com)', '[a](../README.md)'],
    ['[a](http://127.0.0.1:3000/d/orderflow-nothing)', '[a](http://127.0.0.1:3000/d/orderflow-slo?var-a=b)'],
    ['ask 127.0.0.1:5999', 'ask 127.0.0.1:5000'],
    [block('text', 'up'), block('promql', 'up')],
    [block('promql', 'sum(up'), block('promql', 'sum(up)')],
    [block('promql', 'orderflow_nothing > 0'), block('promql', 'orderflow_consumer_lag > 0')],
    [
      block('promql', 'rate(orderflow_nothing_bucket[1m])'),
      block('promql', 'rate(orderflow_chunk_messages_bucket[1m])'),
    ],
    [block('logql', '{service_name="frontend"'), block('logql', '{service_name="frontend"}')],
    [block('logql', '{service="frontend"}'), block('logql', '{service_name=~"front.*"}')],
    [
      block('logql', '{service_name="a"} |= "words that are never logged"'),
      block('logql', '{service_name="a"} |= "message dead-lettered"'),
    ],
    ['see `npm run nothing`', 'see `npm run status`'],
    ['until `max(orderflow_nothing)` is 0', 'until `max(orderflow_consumer_lag)` is 0'],
    [block('sh', 'if true'), block('sh', 'if true; then :; fi')],
    [block('sh', 'npm run nothing'), block('sh local', 'npm run status')],
    [block('sh', 'npm run status'), block('sh local', 'npm run status')],
    [block('sh local', 'docker compose ps'), block('sh containers', 'docker compose ps')],
    [block('sh', 'npm run load -- nothing'), block('sh', 'npm run load -- spike')],
    [
      block('sh containers', 'docker compose restart nothing'),
      block('sh containers', 'docker compose restart kafka mariadb'),
    ],
    [
      block('sh containers', 'docker compose up --wait --scale nothing=2'),
      block('sh containers', 'docker compose up --wait --scale order-worker=2'),
    ],
    [
      block('sh containers', 'docker compose exec -T nothing true'),
      block('sh containers', 'docker compose exec -T kafka true # not a service'),
    ],
    [
      block('sh containers', 'service=nothing\ndocker compose restart "$service"'),
      block('sh containers', 'service=kafka # the label\ndocker compose restart "$service"'),
    ],
    [block('sh local', 'npm run stack -- freeze nothing'), block('sh local', 'npm run stack -- freeze kafka')],
    [block('sh local', 'npm run stack -- eat kafka'), block('sh local', 'npm run stack -- stop kafka mariadb')],
    [block('sh', 'npm run drill -- Nothing'), block('sh', 'npm run drill -- KafkaDown')],
    [block('sh', 'node drills/nothing.ts'), block('sh', 'node ops/drills/flood.ts')],
    [block('sh local falt', 'npm run status'), block('sh local fault', 'npm run status')],
  ] as const) {
    it(`finds what is wrong with ${wrong.trim().replaceAll('\n', ' ')}`, () => {
      assert.equal(faults(wrong), 1);
      assert.deepEqual(faultsOf(right, known), []);
    });
  }
});

/** Reads files of the repository. Its keys are the paths as a page in `runbooks/` would link to them. */
async function texts(pattern: string | string[], exclude: string[] = []): Promise<Map<string, string>> {
  const paths = await Array.fromAsync(glob(pattern, { cwd: repository, exclude }));
  const read = paths
    .sort()
    .map(async (path) => [relative('runbooks', path), await readFile(join(repository, path), 'utf8')] as const);
  return new Map(await Promise.all(read));
}

async function everything(): Promise<Known> {
  const away = ['node_modules', '.local', '**/node_modules/**', '.local/**'];
  const files = await texts(['**/*.md', '**/*.ts', '**/*.yml', '**/*.yaml'], away);
  const source = [...files].flatMap(([path, text]) =>
    /\.(test|testkit)\.ts$|^\.\.\/tests\//.test(path) || !path.endsWith('.ts') ? [] : text,
  );
  const compose = parse(files.get('../docker-compose.yml') ?? '', { merge: true }) as {
    services: Record<string, { ports?: string[] }>;
  };
  const published = Object.values(compose.services).flatMap(({ ports = [] }) =>
    ports.map((port) => port.split(':')[1]),
  );
  return {
    files,
    dashboards: new Set(Object.values(uids)),
    ports: new Set([...Object.values(portsAt(0)), ...published.map(Number)]),
    metrics: new Set([
      'up',
      ...rules.flatMap(({ record }) => record ?? []),
      ...Object.keys(conditional),
      ...describedMetrics(files.get('../observability/README.md') ?? ''),
      ...metricsOfDashboards(),
    ]),
    logLabels: new Set(['service_name', 'severity_text', 'trace_id', 'order_id', 'exception_message']),
    source: source.join('\n'),
    scripts: new Set(Object.keys(manifest.scripts)),
    services: new Set(Object.keys(compose.services)),
    loads: new Set(Object.keys(profiles)),
    drills: new Set(Object.keys(drills)),
  };
}

/** The names in the first column of the metric table. */
function describedMetrics(readme: string): string[] {
  return [...readme.matchAll(/^\| ([a-z][\w{},*, ]+) \|/gm)].flatMap(([, cell = '']) =>
    cell.split(/, (?![^{]*})/).flatMap((name) => {
      const [, start = '', choices, end = ''] = /^(\w*)\{(.*)\}(\w*)$/.exec(name) ?? [];
      return choices === undefined ? name : choices.split(',').map((choice) => `${start}${choice}${end}`);
    }),
  );
}

/** What the dashboards ask for is there: their own test sees to that. */
function metricsOfDashboards(): string[] {
  return dashboards.flatMap(({ panels = [] }) =>
    panels
      .flatMap((panel) => ('panels' in panel ? panel.panels : [panel]))
      .flatMap(({ targets = [] }) => targets as { expr?: string; datasource?: { type?: string } }[])
      .flatMap(({ expr, datasource }) => (expr !== undefined && datasource?.type === 'prometheus' ? expr : []))
      .flatMap((expr) => namesOfPromql(expr.replaceAll(/\$__\w+/g, '1m')).selectors.map(({ metric }) => metric)),
  );
}
