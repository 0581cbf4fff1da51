import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { it } from 'node:test';
import { components, shopCss } from './shop-css.ts';

it('the stylesheet of the shop contains the file of every component once', () => {
  const files = readdirSync(join(import.meta.dirname, 'styles')).map((file) => parse(file).name);
  assert.deepEqual(components.toSorted(), files.toSorted());
  for (const rule of ['.btn-primary {', '.site-header {', '.order-row {', '.verdict {']) {
    assert.equal(shopCss().split(`\n${rule}`).length, 2, rule);
  }
});
