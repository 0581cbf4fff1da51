import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { localPath } from './local-path.ts';

it('a redirect stays on the site', () => {
  assert.equal(localPath('/checkout'), '/checkout');
  assert.equal(localPath('/orders?cursor=a%2Fb'), '/orders?cursor=a%2Fb');
  for (const elsewhere of [
    undefined,
    ['/cart'],
    '',
    'cart',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    'https://elsewhere.example/cart',
    'javascript:alert(1)',
    ' //elsewhere.example',
    '/.//elsewhere.example',
    '/..//elsewhere.example',
    '/a/..//elsewhere.example',
    '/%2e//elsewhere.example',
  ]) {
    assert.equal(localPath(elsewhere), '/', String(elsewhere));
  }
  const hostile = fc.string({ unit: fc.constantFrom('/', '\\', '.', '@', ':', '\t', '\r', '?', '#', 'a', '%2f') });
  fc.assert(
    fc.property(hostile, (text) => {
      const path = localPath(text);
      assert.equal(new URL(path, 'https://shop.example').origin, 'https://shop.example');
      assert.match(path, /^\/(?![/\\])/);
    }),
  );
});
