import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retentionMs } from '../topics.ts';
import { findRecords, insertRecords, purgeRecords } from './record.ts';
import { startTestPipeline } from './worker.testkit.ts';

describe('records of handled messages', () => {
  it('are kept longer than the topics keep the messages, and then purged', async () => {
    await using pipeline = await startTestPipeline();
    const now = new Date();
    const old = new Date(now.getTime() - retentionMs);
    const older = new Date(old.getTime() - 24 * 60 * 60 * 1_000 - 1_000);
    const record = { emitted: [], attempt: undefined, fingerprint: undefined };
    for (const [name, at] of [
      ['new', now],
      ['old', old],
      ['older', older],
    ] as const) {
      await pipeline.database.transaction((transaction) =>
        insertRecords(pipeline.database, new Map([[name, record]]), at, transaction),
      );
    }
    assert.equal(await purgeRecords(pipeline.database, now), 1);
    const left = await pipeline.database.transaction((transaction) =>
      findRecords(pipeline.database, ['new', 'old', 'older'], transaction),
    );
    assert.deepEqual([...left.keys()].sort(), ['new', 'old']);
  });
});
