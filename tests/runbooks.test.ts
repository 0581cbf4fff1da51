import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { before, describe, it } from 'node:test';
import { blocks, commandsOf, section } from '../ops/drills/blocks.ts';
import { drills } from '../ops/drills/drills.ts';
import { problemsOf } from './support/runbooks/check-page.ts';
import type { Known } from './support/runbooks/known.ts';
import { readKnown } from './support/runbooks/read-known.ts';
import { readRules } from './support/runbooks/rules.ts';
import { texts } from './support/runbooks/texts.ts';

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

let alerts: { alert: string; severity: string | undefined; url: string | undefined }[] = [];
let known: Known;

before(async () => {
  alerts = (await readRules()).flatMap(({ alert, labels, annotations }) =>
    alert === undefined ? [] : [{ alert, severity: labels?.severity, url: annotations?.runbook_url }],
  );
  known = await readKnown();
});

describe('the runbooks', () => {
  it('exist for each alert, and for nothing else', () => {
    const names = [...new Set(alerts.map(({ alert }) => `${alert}.md`))];
    assert.notEqual(names.length, 0);
    assert.deepEqual(runbooks.map(([name]) => name).sort(), names.sort());
  });

  it('have the addresses that the alerts name', () => {
    for (const { alert, url } of alerts) assert.ok(url?.endsWith(`runbooks/${alert}.md`), `${alert}: ${url}`);
  });

  it('are all in the table, with their severities', () => {
    const rows = [...(pages.get('README.md') ?? '').matchAll(/^\| \[(\w+)\]\(\1\.md\) \| (\w+) \|/gm)];
    assert.deepEqual(
      new Set(rows.map(([, alert, severity]) => `${alert} ${severity}`)),
      new Set(alerts.map(({ alert, severity }) => `${alert} ${severity}`)),
    );
  });

  for (const [name, text] of runbooks) {
    it(`${name} begins with the first check, and has every section`, () => {
      assert.match(text, new RegExp(`^# ${basename(name, '.md')}\n\n\\*\\*First:\\*\\* \\S`));
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
        sections,
      );
    });

    it(`${name} has a mitigation for both ways of running`, () => {
      const ways = blocks(section(text, 'Mitigation')).map(({ way }) => way);
      for (const way of ['local', 'containers'] as const) assert.ok(ways.includes(way), way);
    });

    it(`${name} describes its drill, or why it has none`, () => {
      const alert = basename(name, '.md');
      const drill = drills[alert];
      assert.ok(drill, 'ops/drills/drills.ts has no entry for it');
      const drillText = section(text, 'Drill');
      if ('cannot' in drill) {
        assert.ok(drillText.includes(drill.cannot), 'the reason');
        return;
      }
      assert.match(drillText, new RegExp(`npm run drill -- ${alert}\\b`));
      for (const other of drill.also ?? [])
        assert.ok(drillText.includes(`(${other}.md)`), `the drill may also fire ${other}`);
      for (const way of ['local', 'containers'] as const) {
        // The fault of this drill is that the customers leave, which needs no commands.
        if (drill.customersLeave) continue;
        assert.ok(commandsOf(drillText, way, 'fault').length > 0, `${way} fault`);
        assert.ok(commandsOf(section(text, 'Mitigation'), way, 'heal').length > 0, `${way} mitigation`);
      }
      const elsewhere = text.replace(drillText, '').replace(section(text, 'Mitigation'), '');
      assert.deepEqual(
        blocks(elsewhere).filter(({ role }) => role !== undefined),
        [],
      );
    });
  }

  it('have a drill for each alert, and for nothing else', () => {
    assert.deepEqual(new Set(Object.keys(drills)), new Set(alerts.map(({ alert }) => alert)));
  });

  it('have the same drill times as the table', () => {
    for (const [name, text] of runbooks) {
      const alert = basename(name, '.md');
      const [, times] = /\n\nLast measured: (.+)\.\n$/.exec(text) ?? [];
      assert.ok(times, `${name} does not end with the times of its drill`);
      const [, detected = times, recovered = times] =
        /^detected after (.+), recovered after (.+) \(\d{4}-\d\d-\d\d, .+\)$/.exec(times) ?? [];
      const row = new RegExp(`^\\| \\[${alert}\\].* \\| (.+) \\| (.+) \\|$`, 'm').exec(pages.get('README.md') ?? '');
      assert.deepEqual(row?.slice(1), [detected, recovered], name);
    }
  });

  for (const [name, text] of pages) {
    it(`${name} names only what exists`, () => assert.deepEqual(problemsOf(text, known), []));
  }
});
