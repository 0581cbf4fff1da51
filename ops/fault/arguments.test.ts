import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? []);

describe('the command', () => {
  it('reads what to switch on, with parameters of each kind', () => {
    assert.deepEqual(read('on http-errors --rate 0.5 --status 503 --operation "POST /api/orders" --for 5m'), {
      do: 'on',
      fault: 'http-errors',
      parameters: { rate: 0.5, status: 503, operation: 'POST /api/orders', seconds: 300 },
      portOffset: 0,
    });
    assert.deepEqual(read('on poison-published --per-second 2 --port-offset 20000'), {
      do: 'on',
      fault: 'poison-published',
      parameters: { perSecond: 2, topic: 'orders', seconds: 900 },
      portOffset: 20_000,
    });
  });

  it('reads what to switch off, and list', () => {
    assert.deepEqual(read('off'), { do: 'off', fault: undefined, portOffset: 0 });
    assert.deepEqual(read('--port-offset 7 off hot-key'), { do: 'off', fault: 'hot-key', portOffset: 7 });
    assert.deepEqual(read('list'), { do: 'list', portOffset: 0 });
  });

  for (const [line, complaint] of [
    ['', /^Usage/],
    ['explode', /^Usage/],
    ['on', /^Usage/],
    ['list hot-key', /^Usage/],
    ['off hot-key http-errors', /^Usage/],
    ['on unheard-of', /no fault unheard-of/],
    ['on http-errors --rate 2', /^--rate: /],
    ['on http-errors --rate much', /^--rate: /],
    ['on poison-published --per-second 0', /^--per-second: /],
    ['on http-errors --product mouse', /--product/],
    ['on http-errors --for 5d', /^--for: must be a time/],
    ['on http-errors --for 9h', /^--for: /],
    ['off --for 5m', /--for/],
  ] as const) {
    it(`refuses ${line || 'nothing'}`, () => assert.throws(() => read(line), { message: complaint }));
  }
});
