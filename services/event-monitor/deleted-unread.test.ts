import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DeletedUnread } from './deleted-unread.ts';

it('only messages that were deleted before the group read them are counted, each once', () => {
  const deleted = new DeletedUnread();
  const totals = [
    // The group has not committed any offset: it is new, and begins with the first message.
    [0, -1, 5],
    [0, 10, 5],
    [0, 10, 10],
    [0, 10, 13],
    [0, 10, 13],
    [1, 0, 2],
    [0, 10, 15],
    // The group goes on with the first message, and what it has read may be deleted.
    [0, 16, 15],
    [0, 30, 30],
    [0, 30, 31],
  ].map(([partition = 0, committed = 0, first = 0]) => {
    deleted.observe(partition, committed, first);
    return deleted.total;
  });
  assert.deepEqual(totals, [0, 0, 0, 3, 3, 5, 7, 7, 7, 8]);
});
