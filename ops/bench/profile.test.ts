import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CpuProfile, summarize } from './profile.ts';

/** Returns a profile of one path of calls, with one sample per function that lasts for the given time. */
function path(...calls: [functionName: string, url: string, time: number][]): CpuProfile {
  return {
    nodes: calls.map(([functionName, url], n) => ({
      id: n + 1,
      callFrame: { functionName, url },
      children: n + 1 < calls.length ? [n + 2] : [],
    })),
    samples: calls.map((_, n) => n + 1),
    timeDeltas: calls.map(([, , time]) => time),
  };
}

const modules = 'file:///orderflow/node_modules';

test('time counts for the package that owns the code, the largest share first', () => {
  const profile = path(
    ['(root)', '', 0],
    ['consume', 'file:///orderflow/events/consume.ts', 1],
    ['query', `${modules}/mysql2/lib/connection.js`, 3],
  );
  assert.deepEqual(summarize(profile).shares, [
    ['mysql2', 0.75],
    ['Orderflow', 0.25],
  ]);
});

test("Node's own functions count for the package that called them", () => {
  const profile = path(
    ['(root)', '', 0],
    ['send', `${modules}/kafkajs/src/network/connection.js`, 1],
    ['write', 'node:net', 1],
    ['writeBuffer', '', 2],
  );
  assert.deepEqual(summarize(profile).shares, [['kafkajs', 1]]);
});

test('all packages of OpenTelemetry count together', () => {
  const profile = path(
    ['(root)', '', 0],
    ['with', `${modules}/@opentelemetry/api/dist/context.js`, 1],
    ['end', `${modules}/@opentelemetry/sdk-trace/dist/span.js`, 1],
  );
  assert.deepEqual(summarize(profile).shares, [['OpenTelemetry', 1]]);
});

test('idle time and the loading of modules are left out', () => {
  const profile = path(
    ['(root)', '', 0],
    ['(idle)', '', 70],
    ['(garbage collector)', '', 1],
    ['load', 'node:internal/modules/esm/loader', 10],
    ['top level', `${modules}/express/index.js`, 10],
  );
  assert.deepEqual(summarize(profile), { busy: 0.000_001, shares: [['(garbage collector)', 1]] });
});
