// README.fr.md says what README.md says: it has the same headings, commands, links and tables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository } from '../ops/stack/paths.ts';

const blockPattern = /^```(\w*)\n(.*?)^```$/gms;

/** Returns the parts of a page that do not depend on its language. */
function skeletonOf(page: string) {
  const prose = page.replaceAll(blockPattern, '');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map(([, level]) => level),
    blocks: [...page.matchAll(blockPattern)].map(([, language, code = '']) => [language, withoutComments(code)]),
    commands: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code),
    // The fragments of the page itself are translated headings; the test of the documentation checks that they exist.
    links: [...prose.matchAll(/\]\(([^)\s]+)\)|(https?:[^\s),]+)/g)]
      .map(([, target = '', address]) => address ?? target.replace(/^#.*/, '#'))
      .filter((target) => !/^README(\.fr)?\.md$/.test(target)),
    rows: [...prose.matchAll(/^\|.*\|$/gm)].map(([row]) => row.split('|').length),
  };
}

const withoutComments = (code: string) =>
  code
    .split('\n')
    .map((line) => line.replace(/ *(^| )# .*$/, ''))
    .join('\n');

describe('README.fr.md', () => {
  const english = readFileSync(join(repository, 'README.md'), 'utf8');
  const french = readFileSync(join(repository, 'README.fr.md'), 'utf8');

  for (const part of ['headings', 'blocks', 'commands', 'links', 'rows'] as const) {
    it(`has the same ${part} as README.md`, () => {
      assert.deepEqual(skeletonOf(french)[part], skeletonOf(english)[part]);
      assert.notEqual(skeletonOf(english)[part].length, 0);
    });
  }

  it('is found wrong where a heading, a command, a link or a row is missing', () => {
    for (const [part, missing] of [
      ['headings', '### Start it\n'],
      ['blocks', 'npm ci && npm start\n'],
      ['commands', '`npm run demo`'],
      ['links', '(docs/by-hand.md)'],
      ['rows', '| `docs/` | the pages that this one links to |\n'],
    ] as const) {
      assert.ok(english.includes(missing), missing);
      assert.notDeepEqual(skeletonOf(english.replace(missing, ''))[part], skeletonOf(english)[part], part);
    }
  });
});
