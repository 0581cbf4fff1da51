import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import type { GroupProgress } from '#events/group-progress.ts';
import type { Alert } from './alerts.ts';
import type { Pipeline } from './pipeline.ts';
import { missingSources, problemsOf, stateOf } from './problems.ts';
import type { Operations } from './read.ts';

const alert = (name: string, more: Partial<Alert> = {}): Alert => ({
  name,
  severity: 'warning',
  summary: `${name} fires`,
  description: '',
  job: undefined,
  group: undefined,
  topic: undefined,
  since: '2026-11-21T12:00:00.000Z',
  runbook: `runbooks/${name}.md`,
  dashboard: undefined,
  ...more,
});

const process = (name: string, instances: number) => ({ name, instances, uptimeSeconds: 1, dependencies: [] });
const group = (name: string, members: number): GroupProgress => ({
  group: name,
  state: 'Stable',
  members: Array.from({ length: members }, (_, n) => ({ id: `${n}`, clientId: '', host: '' })),
  partitions: [{ topic: 'orders', partition: 0, start: 0, end: 9, next: 2, lag: 7, member: undefined }],
});

/** Returns a state in which all is well, except what differs. */
const shown = (
  different: Partial<Operations> & { firing?: Alert[]; pipelineParts?: Partial<Pipeline> } = {},
): Operations => ({
  at: new Date(),
  pipeline: { processes: [process('frontend', 1)], ...different.pipelineParts } as Pipeline,
  alerts: { firing: different.firing ?? [], held: 0, watched: true },
  deadLetters: new OpenDeadLetters(1),
  groups: [group('products', 1)],
  ...different,
});

describe('the problems of the pipeline', () => {
  it('name the alerts, the most severe first, with the age of the oldest unread message', () => {
    const late = { group: 'products', topic: 'orders', lag: 7, lateSeconds: 41, members: 1 };
    const state = shown({
      firing: [
        alert('ConsumerLagHigh', { group: 'products', topic: 'orders' }),
        alert('KafkaDown', { severity: 'critical' }),
      ],
      pipelineParts: { groups: [late] },
    });
    assert.deepEqual(
      problemsOf(state).map((problem) => [problem.name, 'lateSeconds' in problem && problem.lateSeconds]),
      [
        ['KafkaDown', undefined],
        ['ConsumerLagHigh', 41],
      ],
    );
    const idle = shown({
      firing: [alert('DeadLettersNew', { group: 'products', topic: 'orders' })],
      pipelineParts: { groups: [{ ...late, lag: 0, lateSeconds: 0 }] },
    });
    assert.deepEqual(
      problemsOf(idle).map((problem) => 'lateSeconds' in problem && problem.lateSeconds),
      [undefined],
    );
    assert.equal(stateOf(state), 'bad');
  });

  it('name stopped processes and groups without consumers, unless an alert already does', () => {
    const pipelineParts = { processes: [process('order-worker', 0), process('product-worker', 0)] };
    const state = shown({
      pipelineParts,
      groups: [group('orders', 0), group('products', 0)],
      firing: [
        alert('ServiceDown', { job: 'order-worker', severity: 'critical' }),
        alert('ConsumerGroupEmpty', { group: 'products' }),
      ],
    });
    assert.deepEqual(
      problemsOf(state).map(({ name }) => name),
      ['ServiceDown', 'product-worker', 'orders', 'ConsumerGroupEmpty'],
    );
  });

  it('are unknown if a source does not answer, unless another one names a problem', () => {
    assert.equal(stateOf(shown()), 'good');
    assert.equal(stateOf(shown({ firing: [alert('LowUserActivity', { severity: 'info' })] })), 'good');
    assert.equal(stateOf(shown({ firing: [alert('OrdersStuck')] })), 'warning');
    const without = shown({ pipeline: undefined, deadLetters: undefined, groups: undefined });
    assert.deepEqual(missingSources(without), ['Prometheus', 'Kafka']);
    assert.equal(stateOf(without), 'unknown');
    assert.equal(stateOf(shown({ pipeline: undefined, groups: [group('orders', 0)] })), 'bad');
  });
});
