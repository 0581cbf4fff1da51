import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../ops/stack/paths.ts';
import manifest from '../package.json' with { type: 'json' };

/** A misspelled command line of each npm script, and the expected text of the error message. */
const misspelled: Readonly<Record<string, readonly [args: string[], answer: RegExp]>> = {
  start: [['--only', 'server'], /did you mean servers\?/],
  status: [['--port-ofset', '5'], /did you mean --port-offset\?/],
  stack: [['frieze', 'kafka'], /unknown action 'frieze', did you mean freeze\?/],
  reset: [['--port-offset', '60000'], /--port-offset: must be a whole number from 0 to \d+, not '60000'/],
  test: [['nothing.test.ts'], /no test file matches nothing\.test\.ts/],
  account: [['reset-pasword', 'alice'], /did you mean reset-password\?/],
  dlq: [['lst'], /did you mean list\?/],
  republish: [['all'], /too many arguments/],
  fault: [['off', 'hot-kye'], /did you mean hot-key\?/],
  doctor: [['--skip', 'dashbords'], /did you mean dashboards\?/],
  dashboards: [['load'], /too many arguments/],
  'telemetry-page': [['load'], /too many arguments/],
  bench: [['--seconds', 'ten'], /--seconds: must be a whole number of at least 1, not 'ten'/],
  load: [['smok'], /unknown profile 'smok', did you mean smoke\?/],
  drill: [['KafkaDwn'], /unknown alert 'KafkaDwn', did you mean KafkaDown\?/],
  chaos: [['--faults', 'zzz'], /unknown fault 'zzz' \(known: kill, crash before publishing, /],
  upgrade: [['--form', 'HEAD'], /did you mean --from\?/],
  schemas: [['publsh'], /did you mean publish\?/],
  fuzz: [['htp'], /unknown target 'htp', did you mean http\?/],
  demo: [['--port-offset', '-1'], /--port-offset: must be a whole number/],
  screenshots: [['nowhere'], /must be an http\(s\) address/],
};

/** Command lines that lack something. */
const incomplete: readonly (readonly [name: string, readonly [args: string[], answer: RegExp]])[] = [
  ['dlq', [[], /^error: missing command \(known: list, show, replay, discard\)$/]],
  ['account', [[], /^error: missing command \(known: create-admin, /]],
  ['fault', [[], /^error: missing command \(known: list, off, on\)$/]],
  ['fault', [['on'], /^error: missing fault \(known: crash, /]],
  ['fuzz', [[], /^error: missing target \(known: http, kafka\)$/]],
  ['schemas', [[], /^error: missing command \(known: /]],
  ['stack', [['--port-offset', '2500'], /^error: missing action \(known: stop, start, /]],
  ['drill', [[], /name an alert, or use --all/]],
  ['dlq', [['replay'], /give ids of dead letters, or --all/]],
  ['account', [['create-admin'], /missing required argument 'username'/]],
  ['fuzz', [['http', '--count', '0'], /--count: must be a whole number of at least 1, not '0'/]],
  ['stack', [['freeze'], /missing required argument 'component'/]],
  ['load', [[], /missing required argument 'profile'/]],
  ['load', [['tp', '--rate', '5'], /--rate: tp has users, not a rate/]],
  ['lock-user', [['order-wroker'], /did you mean order-worker\?/]],
  ['add-consumer', [['frontend'], /'frontend' is a user or a group of Orderflow/]],
  ['set-up', [['now'], /too many arguments/]],
  ['delete-unread', [['0'], /must be a whole number from 1 to 10000, not '0'/]],
  ['poison', [['many'], /must be a whole number from 1 to 10000, not 'many'/]],
  ['flood', [['logs'], /--megabytes is required/]],
  ['bench', [['--only', 'nothing'], /--only: no variant has 'nothing' in its title/]],
  ['chaos', [['--bug', 'lost-update', '--bugs'], /--bugs.* cannot be used with .*--bug/]],
];

const commands = new Map([
  ...Object.entries(manifest.scripts).flatMap(([name, script]) => {
    const [, file] = /^(?:exec )?node (\S+\.ts)$/.exec(script) ?? [];
    return file === undefined ? [] : [[name, file] as const];
  }),
  ['delete-unread', 'ops/drills/delete-unread.ts'] as const,
  ['flood', 'ops/drills/flood.ts'] as const,
  ['poison', 'ops/drills/poison.ts'] as const,
  ['add-consumer', 'ops/stack/kafka/add-consumer.ts'] as const,
  ['lock-user', 'ops/stack/kafka/lock-user.ts'] as const,
  ['set-up', 'ops/stack/kafka/set-up.ts'] as const,
]);

function run(file: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: repository,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.doesNotMatch(stderr, /^ {4}at /m, 'a stack trace');
  return { status, stdout, stderr };
}

/** Returns the names of the files that commands leave in .local/: data, state and results. */
function traces(): string[] {
  const folder = join(repository, '.local');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('every command', () => {
  for (const [name, file] of commands) {
    it(`${name}: --help exits with 0, and starts nothing`, () => {
      const before = traces();
      const { status, stdout, stderr } = run(file, '--help');
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(stdout, /^Usage: n/);
      assert.match(stdout, /\nExamples:\n/);
      assert.deepEqual(traces(), before);
    });

    it(`${name}: an unknown option exits with 2, and starts nothing`, () => {
      const before = traces();
      const { status, stdout, stderr } = run(file, '--bogus');
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^error: .*--bogus.*\nUsage: n.*\nOptions and examples: n.* --help\n$/);
      assert.deepEqual(traces(), before);
    });
  }

  for (const [name, [args, answer]] of [...Object.entries(misspelled), ...incomplete]) {
    it(`${name} ${args.join(' ')}: exits with 2, and says what is wrong`, () => {
      const { status, stderr } = run(commands.get(name) ?? '', ...args);
      assert.equal(status, 2, stderr);
      assert.match(stderr.split('\n')[0] ?? '', answer);
    });
  }

  it('has a misspelled command line here', () => {
    const named = [...Object.keys(misspelled), ...incomplete.map(([name]) => name)];
    assert.deepEqual(new Set(named), new Set(commands.keys()));
  });
});
