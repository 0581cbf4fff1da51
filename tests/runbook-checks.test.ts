import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { problemsOf } from './support/runbooks/check-page.ts';
import type { Known } from './support/runbooks/known.ts';
import { readKnown } from './support/runbooks/read-known.ts';

describe('the check of a runbook page', () => {
  let known: Known;
  before(async () => {
    known = await readKnown();
  });
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
    [
      block('logql', '{service_name="a"} |= "stopping" or "words that are never logged"'),
      block('logql', '{service_name="a"} |= "stopping" or "joined consumer group"'),
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
    it(`finds the problem of ${wrong.trim().replaceAll('\n', ' ')}`, () => {
      assert.equal(problemsOf(wrong, known).length, 1);
      assert.deepEqual(problemsOf(right, known), []);
    });
  }
});
