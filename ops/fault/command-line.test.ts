import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { createFaultCommand, type FaultRequest } from './command-line.ts';

/** Parses a command line and returns the request, or the printed error. */
async function read(line: string): Promise<(FaultRequest & { portOffset: number }) | string> {
  let request: (FaultRequest & { portOffset: number }) | undefined;
  let printed = '';
  const command = createFaultCommand(async (asked, portOffset) => {
    request = { ...asked, portOffset };
  });
  const capture = (one: CommandUnknownOpts) => {
    one.configureOutput({
      writeErr: (text) => {
        printed += text;
      },
    });
    one.commands.forEach(capture);
  };
  capture(command);
  const args = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
  await command.parseAsync(args, { from: 'user' }).catch(() => undefined);
  return request ?? printed;
}

describe('the command line of npm run fault', () => {
  it('switches a fault on with parameters of each type', async () => {
    assert.deepEqual(await read('on http-errors --rate 0.5 --status 503 --operation "POST /api/orders" --for 5m'), {
      do: 'on',
      fault: 'http-errors',
      parameters: { rate: 0.5, status: 503, operation: 'POST /api/orders', seconds: 300 },
      portOffset: 0,
    });
    assert.deepEqual(await read('on poison-published --per-second 2 --port-offset 20000'), {
      do: 'on',
      fault: 'poison-published',
      parameters: { perSecond: 2, topic: 'orders', seconds: 900 },
      portOffset: 20_000,
    });
  });

  it('switches faults off, and lists them', async () => {
    assert.deepEqual(await read('off'), { do: 'off', fault: undefined, portOffset: 0 });
    assert.deepEqual(await read('--port-offset 7 off hot-key'), { do: 'off', fault: 'hot-key', portOffset: 7 });
    assert.deepEqual(await read('list'), { do: 'list', portOffset: 0 });
  });

  for (const [line, complaint] of [
    ['', /^Usage/],
    ['explode', /unknown command 'explode'/],
    ['on', /^Usage/],
    ['list hot-key', /too many arguments/],
    ['off hot-key http-errors', /too many arguments/],
    ['on unheard-of', /unknown fault 'unheard-of'.*http-errors/],
    ['on http-eror', /did you mean http-errors/i],
    ['off http-eror', /did you mean http-errors/i],
    ['on http-errors --rate 2', /^error: --rate: /],
    ['on http-errors --rate much', /^error: --rate: /],
    ['on poison-published --per-second 0', /^error: --per-second: /],
    ['on http-errors --product mouse', /--product/],
    ['on http-errors --for 5d', /^error: --for: must be a duration/],
    ['on http-errors --for 9h', /^error: --for: /],
    ['off --for 5m', /--for/],
    ['list --port-offset 60000', /^error: --port-offset: must be a whole number from 0 to \d+/],
  ] as const) {
    it(`rejects ${line || 'an empty command line'}`, async () => {
      const printed = await read(line);
      assert.ok(typeof printed === 'string', 'it was accepted');
      assert.match(printed, complaint);
    });
  }
});
