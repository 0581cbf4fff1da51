import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DeadLetter } from '#events/dead-letters/dead-letter.ts';
import { NotReplayable } from '#events/dead-letters/not-replayable.ts';
import type { ResolutionReport } from '#events/dead-letters/resolve.ts';
import { until } from '../../../tests/support/until.ts';
import { ResolutionJobs } from './resolution-job.ts';

const letter = (id: string) => ({ id }) as DeadLetter;

it('a job reports its progress, and only one runs at a time', async () => {
  const { promise: report, resolve } = Promise.withResolvers<ResolutionReport>();
  const end = Promise.withResolvers<void>();
  const jobs = new ResolutionJobs({
    resolveMany: (_ids, _how, given) => {
      resolve(given);
      return end.promise;
    },
  });
  const latest = () => jobs.latest;
  assert.equal(latest(), undefined);
  assert.ok(jobs.start(['a', 'b', 'c'], 'replayed', 'me'));
  assert.ok(!jobs.start(['d'], 'discarded', 'me'));
  const { resolved, skipped } = await report;
  resolved(letter('a'));
  skipped(new NotReplayable('b'));
  const { total, done, skipped: left, isRunning } = latest() ?? assert.fail();
  assert.deepEqual({ total, done, left, isRunning }, { total: 3, done: 1, left: 1, isRunning: true });
  end.reject(new Error('Kafka failed'));
  await until('the job has ended', () => latest()?.isRunning === false);
  assert.equal(latest()?.hasFailed, true);
  assert.ok(jobs.start(['c'], 'replayed', 'me'));
});
