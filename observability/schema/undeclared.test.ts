import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { conventionalAttributes } from './conventions.ts';
import { generatePage, pageName } from './page.ts';
import { readRegistry } from './registry.ts';
import { findUndeclared, type Telemetry } from './undeclared.ts';

const registry = readRegistry();
const nothing: Telemetry = { spans: [], logs: [], series: [], labels: [], resources: [] };
const find = (telemetry: Partial<Telemetry>) => findUndeclared({ ...nothing, ...telemetry }, registry);

describe('the telemetry schema', () => {
  it('is described by its page: npm run telemetry-page', () => {
    const page = readFileSync(join(import.meta.dirname, pageName), 'utf8');
    assert.ok(page === generatePage(registry), `${pageName} is not up to date: npm run telemetry-page`);
  });

  it('refers only to attributes that it or the conventions define, and defines none that the conventions define', () => {
    const defined = registry.attributeGroups.flatMap(({ attributes }) => attributes.map(({ id }) => id));
    const signals = [registry.spans, registry.metrics, registry.events, registry.entities].flat();
    const referred = signals.flatMap(({ attributes }) => attributes.map(({ ref }) => ref));
    const known = new Set([...defined, ...conventionalAttributes]);
    assert.deepEqual(
      referred.filter((name) => !known.has(name)),
      [],
    );
    assert.deepEqual(
      defined.filter((name) => conventionalAttributes.includes(name)),
      [],
    );
    assert.equal(new Set(defined).size, defined.length);
    const ids = signals.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('contains the telemetry of an order', () => {
    const span = { process: 'order-worker', name: 'process orders', kind: 'consumer' };
    const log = { process: 'order-worker', event: 'order.settled' };
    assert.deepEqual(
      find({
        spans: [{ ...span, attributes: { 'order.id': 'a', 'messaging.kafka.offset': 1, 'orderflow.attempt': 1 } }],
        logs: [{ ...log, attributes: ['order_id', 'order_status', 'parameters_milliseconds', 'exception_type'] }],
        series: [
          'orderflow_orders_placed_total',
          'orderflow_message_age_seconds_bucket',
          'http_server_active_requests',
        ],
        labels: ['topic', 'http_request_method', 'messaging_consumer_group_name'],
        resources: ['service.name'],
      }),
      [],
    );
  });

  it('lacks each of these', () => {
    const attributes = { 'order.colour': 'red', 'orderflow.attempt': 'first' };
    assert.deepEqual(
      find({
        spans: [
          { process: 'frontend', name: 'process orders', kind: 'server', attributes: {} },
          { process: 'frontend', name: 'poll orders', kind: 'client', attributes },
        ],
        logs: [{ process: 'frontend', event: 'order.lost', attributes: ['order_colour'] }],
        series: ['orderflow_orders_placed_seconds_total', 'orderflow_orders_lost_total'],
        labels: ['colour'],
        resources: ['service.colour'],
      }),
      [
        'attribute colour of a metric',
        'attribute service.colour of a resource',
        'frontend: attribute order.colour of span poll orders',
        'frontend: attribute order_colour of a log record',
        'frontend: attribute orderflow.attempt of span poll orders is "first", not of type int',
        'frontend: event order.lost',
        'frontend: span process orders (server)',
        'metric orderflow_orders_lost_total',
        'metric orderflow_orders_placed_seconds_total',
      ],
    );
  });
});
