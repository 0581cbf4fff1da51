import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countPackages, describeProgress } from './progress.ts';

test('the progress of a build names the number of packages, and from the second program on the time left', () => {
  const reports: string[] = [];
  const context = {
    progress: (detail: string) => void reports.push(detail),
    log: '/dev/null',
    signal: new AbortController().signal,
  };
  const first = countPackages('jaeger', context);
  for (const line of ['go: downloading example.com/a v1.0.0', 'internal/goarch', 'unicode/utf8']) first.onLine(line);
  first.finish();
  assert.deepEqual(reports, [
    'compiling',
    'compiling, 1 of about 2,050 packages',
    'compiling, 2 of about 2,050 packages',
  ]);
  countPackages('loki', context).onLine('errors');
  assert.match(reports.at(-1) ?? '', /^compiling, 1 of about 1,550 packages, about \d+ min left$/);
});

test('the time left follows from the speed of the programs before', () => {
  const measured = { packages: 1_000, ms: 200_000 };
  assert.equal(describeProgress(350, 1_550, measured), 'compiling, 350 of about 1,550 packages, about 4 min left');
  assert.equal(describeProgress(1_549, 1_550, measured), 'compiling, 1,549 of about 1,550 packages, about 1 min left');
});

test('a program that has more packages than expected, or an unknown number, has no time left', () => {
  assert.equal(describeProgress(1_200, 1_100, { packages: 1, ms: 1 }), 'compiling, 1,200 packages done');
  assert.equal(describeProgress(5, undefined, undefined), 'compiling, 5 packages done');
});
