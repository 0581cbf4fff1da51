import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fuzzHttp } from '../ops/fuzz/http/run.ts';
import { fuzzedStack } from './support/fuzzed-stack.ts';

it('no HTTP request ends a process, or gets a 5xx, a stack trace, or a response that openapi.json does not describe', async (t) => {
  const say = (line: string) => t.diagnostic(line);
  assert.deepEqual(await fuzzHttp({ stack: fuzzedStack, count: 1_000, seed: 1, minutes: 5, say }), []);
});
