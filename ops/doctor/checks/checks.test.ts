import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as collector from './collector.ts';
import * as consumers from './consumers.ts';
import * as kafka from './kafka.ts';
import { unwell } from './processes.ts';
import * as rules from './rules.ts';
import { leaksIn } from './secrets.ts';
import * as targets from './targets.ts';
import * as trace from './trace.ts';

const sample = (labels: Record<string, string>, value: number) => ({ labels, value });

describe('a trace', () => {
  const spans = trace.way.map((title, n) => ({ id: `${n}`, parent: n === 0 ? undefined : '0', title }));

  it('is whole with every hop of the way', () => {
    assert.deepEqual(trace.faultsOf(spans), []);
  });

  it('is not whole without a hop, with an orphan or with two roots', () => {
    assert.deepEqual(trace.faultsOf(spans.filter(({ title }) => !title.includes('stock.reserved'))), [
      'lacks order-worker: process stock (stock.reserved.v1)',
    ]);
    assert.deepEqual(trace.faultsOf([...spans, { id: '9', parent: '8', title: 'a: b (client)' }]), [
      'a: b (client) has lost its parent',
    ]);
    assert.deepEqual(trace.faultsOf([...spans, { id: '9', parent: undefined, title: 'a: b (client)' }]), [
      'has 2 roots',
    ]);
  });
});

describe('containers', () => {
  const running = { Service: 'frontend', State: 'running', Health: 'healthy', ExitCode: 0 };

  it('are well when they run and are healthy, have no health check, or have done their work', () => {
    const done = { Service: 'secrets', State: 'exited', Health: '', ExitCode: 0 };
    assert.deepEqual(unwell([running, { ...running, Health: '' }, done]), []);
  });

  it('are not well when they are missing, have failed, restart or are unhealthy', () => {
    assert.deepEqual(unwell([]), ['there is no container']);
    assert.deepEqual(
      unwell([
        { ...running, Health: 'unhealthy' },
        { ...running, Service: 'loki', State: 'exited', ExitCode: 137 },
        { ...running, Service: 'kafka', State: 'restarting', ExitCode: 1 },
      ]),
      ['frontend is unhealthy', 'loki is exited with 137', 'kafka is restarting with 1'],
    );
  });
});

describe('secrets', () => {
  it('are found by their value', () => {
    assert.deepEqual(leaksIn('{"body":"hunter2-hunter2"}', [["the doctor's password", 'hunter2-hunter2']]), [
      "the doctor's password",
    ]);
  });

  it('are found by their shape', () => {
    const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    assert.deepEqual(leaksIn(`token ${token}`, []), ['what looks like a token']);
    assert.deepEqual(leaksIn('Bearer 0123456789abcdef0123', []), ['what looks like a bearer token']);
    assert.deepEqual(leaksIn('from bob@example.com', []), ['what looks like an e-mail address']);
    assert.deepEqual(leaksIn('paid with 4111 1111 1111 1111', []), ['what looks like a card number']);
    assert.deepEqual(leaksIn('"378282246310005"', []), ['what looks like a card number']);
    assert.deepEqual(leaksIn('paid with 5555555555554444.', []), ['what looks like a card number']);
  });

  it('are not seen in ids, times and offsets', () => {
    const text =
      '{"traceID":"eed73017ff093a7962a96b57af126f57","spanID":"4111111111111112","startTime":1763733991234567,' +
      '"order.id":"de0e8137-ff3b-5374-90ca-957096a6d6ba","at":"1763733991234567890","offset":"4111111111111112"}';
    assert.deepEqual(leaksIn(text, []), []);
  });
});

describe('targets', () => {
  const up = { labels: { job: 'loki', instance: 'loki:3100' }, health: 'up', lastError: '' };

  it('are all up, and there are some', () => {
    assert.deepEqual(targets.faultsOf([up]), []);
    assert.deepEqual(targets.faultsOf([]), ['Prometheus has no targets']);
  });

  it('tell why they are down', () => {
    assert.deepEqual(targets.faultsOf([up, { ...up, health: 'down', lastError: 'connection refused' }]), [
      'loki (loki:3100) is down: connection refused',
    ]);
  });
});

describe('the Kafka cluster', () => {
  const told = (reachable: number, controllers: number) => [
    sample({ __name__: 'orderflow_kafka_reachable' }, reachable),
    sample({ __name__: 'orderflow_kafka_controllers' }, controllers),
  ];

  it('is whole with a controller and no bad partition', () => {
    assert.deepEqual(kafka.faultsOf(told(1, 1), []), []);
  });

  it('tells what is missing', () => {
    assert.deepEqual(kafka.faultsOf([], []), ['event-monitor tells nothing of the cluster']);
    assert.deepEqual(kafka.faultsOf(told(0, 1), []), ['event-monitor does not reach the cluster']);
    const bad = sample({ __name__: 'orderflow_kafka_partitions_under_replicated', topic: 'orders' }, 2);
    assert.deepEqual(kafka.faultsOf(told(1, 0), [bad]), [
      'there is no controller',
      'orders: 2 partitions under-replicated',
    ]);
  });
});

describe('the consumers', () => {
  const members = [sample({ group: 'orders' }, 1), sample({ group: 'products' }, 3)];
  const read = [sample({ group: 'orders', topic: 'stock' }, 0), sample({ group: 'products', topic: 'orders' }, 0)];

  it('have members and are up to date', () => {
    assert.deepEqual(consumers.faultsOf(members, read), []);
  });

  it('are behind, without a member, or not known', () => {
    assert.deepEqual(
      consumers.faultsOf([sample({ group: 'orders' }, 0)], [sample({ group: 'orders', topic: 'stock' }, 7)]),
      [
        'the group orders has no member',
        'the group orders is 7 messages behind on stock',
        'nothing is known of the group products',
      ],
    );
  });
});

describe('the collector', () => {
  const queue = (fill: number) => [sample({ exporter: 'otlp_grpc/jaeger' }, fill)];

  it('keeps up while its queues have room and nothing is lost', () => {
    assert.deepEqual(collector.faultsOf(queue(0.5), [sample({ __name__: 'otelcol_receiver_refused_spans' }, 0)]), []);
  });

  it('does not with a full queue, with losses, or when it tells nothing', () => {
    assert.deepEqual(collector.faultsOf([], []), ['the collector tells nothing of its queues']);
    const lost = sample({ __name__: 'otelcol_exporter_send_failed_spans_total', exporter: 'otlp_grpc/jaeger' }, 12);
    assert.deepEqual(collector.faultsOf(queue(0.9), [lost]), [
      'the queue of otlp_grpc/jaeger is 90 % full',
      'exporter_send_failed_spans 12 (otlp_grpc/jaeger)',
    ]);
  });
});

describe('rules', () => {
  const group = (health: string, lastError?: string) => ({
    name: 'http',
    file: '/etc/prometheus/rules/recording.yml',
    rules: [{ name: 'a:b:c', health, type: 'recording', ...(lastError !== undefined && { lastError }) }],
  });

  it('are in groups, whose names are read from their files', () => {
    const yaml =
      'groups:\n  - name: http\n    rules:\n      - record: a:b:c\n        expr: 1\n  - name: "slo"\n    rules: []\n';
    assert.deepEqual(rules.groupsIn(yaml), ['http', 'slo']);
  });

  it('are all loaded and evaluated', () => {
    assert.deepEqual(rules.faultsOf(['recording.yml/http'], [group('ok')]), []);
    assert.deepEqual(rules.faultsOf(['recording.yml/http', 'alerts.yml/http'], [group('err', 'no such thing')]), [
      'alerts.yml/http is not loaded',
      'a:b:c is err: no such thing',
    ]);
  });
});
