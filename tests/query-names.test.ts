import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolate } from './support/interpolate.ts';
import { namesOfLogql, namesOfPromql } from './support/query-names.ts';

test('finds the metrics and labels of a PromQL query', () => {
  const query =
    'sum by (job, id) (label_replace(rate(a:b_total{x="1",y!~"2|3"}[1m]), "id", "$1", "x", "(.+)")) / on (job) group_left (z) max(c)';
  assert.deepEqual(namesOfPromql(query), {
    selectors: [
      { metric: 'a:b_total', labels: ['x', 'y'] },
      { metric: 'c', labels: [] },
    ],
    groupedBy: ['job', 'id', 'job', 'z'],
    made: ['id'],
  });
});

test('finds the labels and fields of a LogQL query', () => {
  const query = 'sum by (severity_text) (rate({service_name=~".+"} |= "x" | trace_id != "" [1m]))';
  assert.deepEqual(namesOfLogql(query), ['severity_text', 'service_name', 'trace_id']);
});

test('rejects invalid queries', () => {
  for (const query of ['sum(rate(a[1m])', 'a{b=c}', 'sum by job (a) )', 'rate(a[)']) {
    assert.throws(() => namesOfPromql(query), SyntaxError, query);
  }
  for (const query of ['{a="b"', 'rate({a="b"} [1m]', '{a=b}'])
    assert.throws(() => namesOfLogql(query), SyntaxError, query);
});

test('replaces the variables of a query', () => {
  const values = { service: 'shop', '__trace.traceId': 'abc' };
  assert.equal(interpolate(`a{b="$service",c="\${service:regex}"}`, values), 'a{b="shop",c="shop"}');
  assert.equal(interpolate(`"\${__trace.traceId}" [$__rate_interval] "$1"`, values), '"abc" [40s] "$1"');
  assert.throws(() => interpolate('a{b="$sevrice"}', values), /no variable sevrice/);
});
