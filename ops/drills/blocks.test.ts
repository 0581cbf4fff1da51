import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blocks, commandsOf, section } from './blocks.ts';

const page = `# Alert

## Mitigation

\`\`\`sh local heal
npm run stack -- restart kafka
\`\`\`

\`\`\`sh containers heal
docker compose restart kafka
\`\`\`

\`\`\`sh heal
true
\`\`\`

\`\`\`promql
up
\`\`\`

## Was data lost?

No.
`;

describe('the blocks of a page', () => {
  it('have a language, a way and a role', () => {
    assert.deepEqual(
      blocks(page).map(({ language, way, role }) => [language, way, role]),
      [
        ['sh', 'local', 'heal'],
        ['sh', 'containers', 'heal'],
        ['sh', undefined, 'heal'],
        ['promql', undefined, undefined],
      ],
    );
    assert.deepEqual(blocks('```sh locl heal\n```\n')[0]?.unknown, ['locl']);
  });

  it('are the commands of a drill, for one way and for both', () => {
    assert.deepEqual(commandsOf(page, 'local', 'heal'), ['npm run stack -- restart kafka\n', 'true\n']);
    assert.deepEqual(commandsOf(page, 'local', 'fault'), []);
  });
});

it('a section ends where the next one begins, or with the page', () => {
  assert.equal(section(page, 'Was data lost?'), '\nNo.\n');
  assert.match(section(page, 'Mitigation'), /up\n```\n\n$/);
  assert.equal(section(page, 'Drill'), '');
});
