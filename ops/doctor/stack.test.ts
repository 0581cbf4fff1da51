import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readContainers } from './containers.ts';
import { increase } from './growth.ts';
import { stackOf } from './stack.ts';

it('a stack has its usual addresses, except those that the environment sets', (t) => {
  assert.equal(stackOf('local', 20_000).at.LOKI_URL, 'http://127.0.0.1:23100');
  assert.equal(stackOf('compose', 0).at.LOKI_URL, 'http://127.0.0.1:3100');
  assert.equal(stackOf('network', 0).at.ORDER_WORKER_URL, 'http://order-worker:5013');
  t.after(() => delete process.env['LOKI_URL']);
  process.env['LOKI_URL'] = 'http://127.0.0.1:1/';
  assert.equal(stackOf('local', 20_000).at.LOKI_URL, 'http://127.0.0.1:1');
});

it('containers are read from the output of newer and older versions of Compose', () => {
  const one = { Service: 'loki', State: 'running', Health: '', ExitCode: 0 };
  const two = { Service: 'kafka', State: 'exited', Health: '', ExitCode: 137 };
  assert.deepEqual(readContainers(`${JSON.stringify(one)}\n${JSON.stringify(two)}\n`), [one, two]);
  assert.deepEqual(readContainers(JSON.stringify([one, two])), [one, two]);
  assert.deepEqual(readContainers(''), []);
});

it('the increase of a counter that was reset includes its new value', () => {
  assert.equal(increase([5, 5, 8]), 3);
  assert.equal(increase([5, 2, 3]), 3);
  assert.equal(increase([5]), 0);
});
