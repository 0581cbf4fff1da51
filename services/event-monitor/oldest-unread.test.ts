import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FirstSince, OldestUnread } from './oldest-unread.ts';

const day = 24 * 60 * 60 * 1_000;
const now = 100 * day;

/** Returns the offsets by time of partitions whose messages have these ages, the first one at offset `low`. */
function log(partitions: readonly number[][], low = 0) {
  let questions = 0;
  const firstSince: FirstSince = async (time) => {
    questions++;
    return new Map(
      partitions.map((ages, partition) => {
        const found = ages.findIndex((age) => now - age >= time);
        return [partition, low + (found < 0 ? ages.length : found)];
      }),
    );
  };
  return { firstSince, questions: () => questions };
}

/** Asserts that an age is at most 2 % below the expected one. */
function assertAge(found: number, expectedMs: number): void {
  assert.ok(found <= expectedMs / 1_000 && found >= (0.98 * expectedMs) / 1_000, `${found} s of ${expectedMs} ms`);
}

describe('the age of the oldest unread message', () => {
  it('is 0 without an unread message, and Kafka is not asked', async () => {
    const { firstSince, questions } = log([[9_000]]);
    assert.equal(await new OldestUnread().age([{ partition: 0, next: 1, end: 1 }], now, firstSince), 0);
    assert.equal(questions(), 0);
  });

  it('is 0 for a message that is younger than a second, after one question', async () => {
    const { firstSince, questions } = log([[9_000, 500]]);
    assert.equal(await new OldestUnread().age([{ partition: 0, next: 1, end: 2 }], now, firstSince), 0);
    assert.equal(questions(), 1);
  });

  for (const age of [1_001, 15_500, 31 * 60_000, 6 * day]) {
    it(`is found for ${age} ms`, async () => {
      const { firstSince, questions } = log([[7 * day, age, 10]]);
      assertAge(await new OldestUnread().age([{ partition: 0, next: 1, end: 3 }], now, firstSince), age);
      assert.ok(questions() <= 30, `${questions()} questions`);
    });
  }

  it('is that of the partition that is furthest behind', async () => {
    const partitions = [0, 1, 2].map((partition) => ({ partition, next: 1, end: 2 }));
    const { firstSince } = log([
      [90_000, 20_000],
      [90_000, 40_000],
      [90_000, 3_000],
    ]);
    assertAge(await new OldestUnread().age(partitions, now, firstSince), 40_000);
  });

  it('is that of the first message that Kafka still has', async () => {
    const { firstSince } = log([[30_000, 20_000]], 500);
    assertAge(await new OldestUnread().age([{ partition: 0, next: 500, end: 502 }], now, firstSince), 30_000);
  });

  it('grows without further questions while the group reads nothing', async () => {
    const { firstSince, questions } = log([[20_000]]);
    const oldest = new OldestUnread();
    const first = await oldest.age([{ partition: 0, next: 0, end: 1 }], now, firstSince);
    const asked = questions();
    assert.equal(await oldest.age([{ partition: 0, next: 0, end: 5 }], now + 7_000, firstSince), first + 7);
    assert.equal(questions(), asked);
  });
});
