import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as collector from './collector.ts';
import * as consumers from './consumers.ts';
import * as kafka from './kafka.ts';
import { containerProblems } from './processes.ts';
import * as rules from './rules.ts';
import * as targets from './targets.ts';
import * as trace from './trace.ts';

const sample = (labels: Record<string, string>, value: number) => ({ labels, value });

describe('a trace', () => {
  const hops = trace.expectedHops.map((title, n) => ({ id: `${n}`, parent: n === 0 ? undefined : '0', title }));

  it('is complete with every expected hop', () => {
    assert.deepEqual(trace.problemsOf(hops), []);
  });

  it('is incomplete without a hop, with an orphan or with two roots', () => {
    assert.deepEqual(trace.problemsOf(hops.filter(({ title }) => !title.includes('stock.reserved'))), [
      'lacks order-worker: process stock (stock.reserved.v1)',
    ]);
    assert.deepEqual(trace.problemsOf([...hops, { id: '9', parent: '8', title: 'a: b (client)' }]), [
      'a: b (client) has lost its parent',
    ]);
    assert.deepEqual(trace.problemsOf([...hops, { id: '9', parent: undefined, title: 'a: b (client)' }]), [
      'has 2 roots',
    ]);
  });
});

describe('containers', () => {
  const running = { Service: 'frontend', State: 'running', Health: 'healthy', ExitCode: 0 };

  it('are fine when they run and are healthy, have no health check, or exited with 0', () => {
    const done = { Service: 'secrets', State: 'exited', Health: '', ExitCode: 0 };
    assert.deepEqual(containerProblems([running, { ...running, Health: '' }, done]), []);
  });

  it('have a problem when they are missing, have failed, restart or are unhealthy', () => {
    assert.deepEqual(containerProblems([]), ['no container exists']);
    assert.deepEqual(
      containerProblems([
        { ...running, Health: 'unhealthy' },
        { ...running, Service: 'loki', State: 'exited', ExitCode: 137 },
        { ...running, Service: 'kafka', State: 'restarting', ExitCode: 1 },
      ]),
      ['frontend is unhealthy', 'loki is exited with 137', 'kafka is restarting with 1'],
    );
  });
});

describe('targets', () => {
  const up = { labels: { job: 'loki', instance: 'loki:3100' }, health: 'up', lastError: '' };

  it('are fine when there are some and all are up', () => {
    assert.deepEqual(targets.problemsOf([up]), []);
    assert.deepEqual(targets.problemsOf([]), ['Prometheus has no targets']);
  });

  it('are reported with the reason why they are down', () => {
    assert.deepEqual(targets.problemsOf([up, { ...up, health: 'down', lastError: 'connection refused' }]), [
      'loki (loki:3100) is down: connection refused',
    ]);
  });
});

describe('the Kafka cluster', () => {
  const metrics = (reachable: number, controllers: number) => [
    sample({ __name__: 'orderflow_kafka_reachable' }, reachable),
    sample({ __name__: 'orderflow_kafka_controllers' }, controllers),
  ];

  it('is healthy with a controller and no bad partition', () => {
    assert.deepEqual(kafka.problemsOf(metrics(1, 1), []), []);
  });

  it('is reported with what is missing', () => {
    assert.deepEqual(kafka.problemsOf([], []), ['event-monitor reports no metrics of the cluster']);
    assert.deepEqual(kafka.problemsOf(metrics(0, 1), []), ['event-monitor cannot reach the cluster']);
    const bad = sample({ __name__: 'orderflow_kafka_partitions_under_replicated', topic: 'orders' }, 2);
    assert.deepEqual(kafka.problemsOf(metrics(1, 0), [bad]), [
      'the cluster has no controller',
      'orders: 2 partitions under-replicated',
    ]);
  });
});

describe('the consumers', () => {
  const members = [sample({ group: 'orders' }, 1), sample({ group: 'products' }, 3)];
  const read = [sample({ group: 'orders', topic: 'stock' }, 0), sample({ group: 'products', topic: 'orders' }, 0)];

  it('are fine with members and without lag', () => {
    assert.deepEqual(consumers.problemsOf(members, read), []);
  });

  it('have a problem when they lag, have no member, or report nothing', () => {
    assert.deepEqual(
      consumers.problemsOf([sample({ group: 'orders' }, 0)], [sample({ group: 'orders', topic: 'stock' }, 7)]),
      [
        'the group orders has no member',
        'the group orders is 7 messages behind on stock',
        'Prometheus has no lag metric of the group products',
      ],
    );
  });
});

describe('the collector', () => {
  const queue = (fill: number) => [sample({ exporter: 'otlp_grpc/jaeger' }, fill)];

  it('is fine while its queues have room and no data is lost', () => {
    assert.deepEqual(collector.problemsOf(queue(0.5), [sample({ __name__: 'otelcol_receiver_refused_spans' }, 0)]), []);
  });

  it('has a problem with a full queue, with lost data, or without metrics', () => {
    assert.deepEqual(collector.problemsOf([], []), ['the collector reports no queues']);
    const lost = sample({ __name__: 'otelcol_exporter_send_failed_spans_total', exporter: 'otlp_grpc/jaeger' }, 12);
    assert.deepEqual(collector.problemsOf(queue(0.9), [lost]), [
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

  it('are in groups, and the names of the groups are read from the files', () => {
    const yaml =
      'groups:\n  - name: http\n    rules:\n      - record: a:b:c\n        expr: 1\n  - name: "slo"\n    rules: []\n';
    assert.deepEqual(rules.groupsIn(yaml), ['http', 'slo']);
  });

  it('have a problem when their group is not loaded or their evaluation fails', () => {
    assert.deepEqual(rules.problemsOf(['recording.yml/http'], [group('ok')]), []);
    assert.deepEqual(rules.problemsOf(['recording.yml/http', 'alerts.yml/http'], [group('err', 'no such thing')]), [
      'alerts.yml/http is not loaded',
      'a:b:c is err: no such thing',
    ]);
  });
});
