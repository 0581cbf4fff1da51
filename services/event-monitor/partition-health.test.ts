import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthFromFailure, healthOf } from './partition-health.ts';

describe('the health of partitions', () => {
  it('counts partitions without a leader, and partitions with too few in-sync replicas', () => {
    const partitions = [
      { leader: 1, replicas: [1, 2, 3], isr: [1, 2, 3] },
      { leader: 2, replicas: [1, 2, 3], isr: [2, 3] },
      { leader: -1, replicas: [1, 2, 3], isr: [] },
    ];
    assert.deepEqual(healthOf(partitions), { total: 3, underReplicated: 2, offline: 1 });
  });

  it('distinguishes a missing leader, a missing topic and an unavailable broker', () => {
    const wrapped = (type: string) =>
      new Error('retries exceeded', { cause: Object.assign(new Error(type), { type }) });
    assert.deepEqual(healthFromFailure(wrapped('LEADER_NOT_AVAILABLE')), { underReplicated: 1, offline: 1 });
    assert.equal(healthFromFailure(wrapped('UNKNOWN_TOPIC_OR_PARTITION')), undefined);
    assert.throws(() => healthFromFailure(wrapped('REQUEST_TIMED_OUT')), /retries exceeded/);
  });
});
