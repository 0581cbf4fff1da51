import assert from 'node:assert/strict';
import test from 'node:test';
import { components, selections, tiersOf } from '../components/components.ts';
import { maxPortOffset, stackPathsIn } from '../paths.ts';
import { checkDependencies, dependents } from './start-order.ts';

const some = [
  { name: 'database', needs: [] },
  { name: 'collector', needs: [] },
  { name: 'service', needs: ['database'], uses: ['collector'] },
  { name: 'shop', needs: ['service'], uses: ['collector'] },
];

test('a component stops after the components that need or use it', () => {
  assert.deepEqual(dependents('shop', some), []);
  assert.deepEqual(dependents('service', some), ['shop']);
  assert.deepEqual(dependents('database', some), ['service']);
  assert.deepEqual(dependents('collector', some), ['service', 'shop']);
});

test('a cycle of needs and uses is rejected', () => {
  checkDependencies(some);
  const cycle = [
    { name: 'a', needs: ['b'] },
    { name: 'b', needs: [], uses: ['c'] },
    { name: 'c', needs: ['a'] },
  ];
  assert.throws(() => checkDependencies(cycle), /a -> b -> c -> a/);
});

test('a needed component must be in the list, a used one may be left out', () => {
  assert.throws(() => checkDependencies([{ name: 'a', needs: ['b'] }]), /a needs b/);
  checkDependencies([{ name: 'a', needs: [], uses: ['b'] }]);
});

const secrets = {
  mariadb: { root: 'a', users: 'b', products: 'c', orders: 'd', monitor: 'e' },
  alertInbox: 'f',
  frontend: 'g',
};

test('every value of --only can be started and stopped, with one broker or three, proxied or not', () => {
  for (const brokers of [1, 3] as const) {
    for (const proxied of [false, true]) {
      const all = components(stackPathsIn('/nowhere', 0), secrets, { brokers, proxied });
      for (const only of selections) {
        checkDependencies(all.filter(({ tier }) => tiersOf(only).includes(tier)));
      }
    }
  }
});

test('back ends are built in the order of their value: Loki, which takes long, is last', () => {
  const all = components(stackPathsIn('/nowhere', 0), secrets);
  const built = all.filter(({ tier, install }) => tier === 'back ends' && install !== undefined);
  assert.deepEqual(
    built.map(({ name }) => name),
    ['otel-collector', 'log-collector', 'jaeger', 'prometheus', 'alertmanager', 'loki'],
  );
});

test('every port is valid at the largest port offset', () => {
  const all = components(stackPathsIn('/nowhere', maxPortOffset), secrets, { brokers: 3, proxied: true });
  for (const port of all.flatMap((component) => component.ports)) assert.ok(port <= 65_535, `${port}`);
});

test('no port is used twice', () => {
  const all = components(stackPathsIn('/nowhere', 0), secrets, { brokers: 3, proxied: true });
  const ports = all.flatMap((component) => component.ports);
  assert.equal(new Set(ports).size, ports.length);
});

test('services get the addresses of all brokers, or with toxiproxy those of its proxies', () => {
  const environment = (options: Parameters<typeof components>[2]) =>
    components(stackPathsIn('/nowhere', 0), secrets, options)
      .find(({ name }) => name === 'order-worker')
      ?.command().env;
  assert.equal(environment({ brokers: 1 })?.['KAFKA_BROKERS'], '127.0.0.1:9092');
  assert.equal(environment({ brokers: 3 })?.['KAFKA_BROKERS'], '127.0.0.1:9092,127.0.0.1:9192,127.0.0.1:9292');
  const proxied = environment({ brokers: 3, proxied: true });
  assert.equal(proxied?.['KAFKA_BROKERS'], '127.0.0.1:9142,127.0.0.1:9242,127.0.0.1:9342');
  assert.match(proxied?.['DATABASE_URL'] ?? '', /@127\.0\.0\.1:3356\/orders$/);
  assert.equal(proxied?.['OTEL_EXPORTER_OTLP_ENDPOINT'], 'http://127.0.0.1:4368');
  assert.equal(proxied?.['PORT'], '5013');
});
