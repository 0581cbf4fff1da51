import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { fuzzKafka } from '../ops/fuzz/kafka/run.ts';
import { dlq } from './support/dlq.ts';
import { fuzzedStack } from './support/fuzzed-stack.ts';

// This file runs after topic-contracts.test.ts, which reads everything that the topics hold.

const seed = 1;

// Other tests look for their dead letters among all.
after(() => dlq('discard', '--all'));

it('no Kafka record ends a process or stops a partition: each group handles it, or dead-letters it once', async (t) => {
  const say = (line: string) => t.diagnostic(line);
  say(`seed ${seed}`);
  assert.deepEqual(await fuzzKafka({ stack: fuzzedStack, count: 400, seed, minutes: 1, say }), []);
});
