import assert from 'node:assert/strict';
import test from 'node:test';
import { components, parts } from './components.ts';
import { checkOrder, dependents } from './order.ts';
import { placeIn } from './place.ts';

const some = [
  { name: 'database', needs: [] },
  { name: 'collector', needs: [] },
  { name: 'service', needs: ['database'], uses: ['collector'] },
  { name: 'shop', needs: ['service'], uses: ['collector'] },
];

test('a component stops after those that need or use it', () => {
  assert.deepEqual(dependents('shop', some), []);
  assert.deepEqual(dependents('service', some), ['shop']);
  assert.deepEqual(dependents('database', some), ['service']);
  assert.deepEqual(dependents('collector', some), ['service', 'shop']);
});

test('a circle is refused, whether of needs or of uses', () => {
  checkOrder(some);
  const circle = [
    { name: 'a', needs: ['b'] },
    { name: 'b', needs: [], uses: ['c'] },
    { name: 'c', needs: ['a'] },
  ];
  assert.throws(() => checkOrder(circle), /a -> b -> c -> a/);
});

test('what is needed must be there, what is used may be left out', () => {
  assert.throws(() => checkOrder([{ name: 'a', needs: ['b'] }]), /a needs b/);
  checkOrder([{ name: 'a', needs: [], uses: ['b'] }]);
});

test('every choice of --only can be started and stopped', () => {
  const mariadb = { root: 'a', users: 'b', products: 'c', orders: 'd', monitor: 'e' };
  const all = components(placeIn('/nowhere', 0), { mariadb });
  for (const only of ['servers', 'pipeline', 'all']) {
    checkOrder(all.filter(({ part }) => parts(only)?.includes(part)));
  }
  assert.equal(parts('nothing'), undefined);
});

test('no port is used twice', () => {
  const mariadb = { root: 'a', users: 'b', products: 'c', orders: 'd', monitor: 'e' };
  const ports = components(placeIn('/nowhere', 0), { mariadb }).flatMap((component) => component.ports);
  assert.equal(new Set(ports).size, ports.length);
});
