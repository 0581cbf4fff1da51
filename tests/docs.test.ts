import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../ops/stack/paths.ts';

const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: repository, encoding: 'utf8' }).trim().split('\n');
const read = (page: string) => readFileSync(join(repository, page), 'utf8');

/** Returns the fragment that GitHub gives a heading. */
const fragmentOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const fragmentsOf = (text: string) =>
  new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => fragmentOf(heading)));

/** Describes each link of a page that leads nowhere. */
function brokenLinks(page: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', fragment] = target.split('#');
      const file = path === '' ? page : relative(repository, join(repository, dirname(page), path));
      if (!existsSync(join(repository, file))) return true;
      return fragment !== undefined && !fragmentsOf(read(file)).has(fragment);
    });
}

/** Paths in code spans and code blocks whose first folder exists, but that lead to no file or folder. */
function brokenPaths(text: string): string[] {
  const named = [
    ...text.matchAll(/(?<![\w./:@-])((?:services|events|platform|observability|loadtest|ops|tests|docs)\/[\w./*-]+)/g),
  ];
  return named
    .map(([, path = '']) => path.replace(/[./*]+$/, ''))
    .filter((path) => !existsSync(join(repository, path)));
}

describe('the documentation', () => {
  for (const page of pages) {
    it(`${page} links only to what exists`, () => assert.deepEqual(brokenLinks(page, read(page)), []));
    it(`${page} names only files that exist`, () => assert.deepEqual(brokenPaths(read(page)), []));
  }

  it('is found wrong where a link or a path is', () => {
    assert.deepEqual(
      brokenLinks('README.md', '[a](docs/nothing.md) [b](docs/architecture.md#nothing) [c](#nothing)').length,
      3,
    );
    assert.deepEqual(brokenLinks('README.md', '[a](docs/architecture.md#layers) [b](https://example.com)'), []);
    assert.deepEqual(brokenPaths('`events/nothing.ts`'), ['events/nothing.ts']);
  });
});
