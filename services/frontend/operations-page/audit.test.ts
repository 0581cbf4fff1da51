import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readAudit } from './audit.ts';

it('returns what admins did, the newest first', async () => {
  const stream = (event_name: string, more: object) => ({ event_name, user_id: 'u1', ...more });
  const loki = {
    request: async () => ({
      data: {
        result: [
          {
            stream: stream('dead_letter.replayed', { dead_letter_id: 'orders.dlq:0:1' }),
            values: [['1763726400000000000', 'dead letter replayed']],
          },
          {
            stream: stream('fault.requested', {
              fault: 'crash',
              parameters_process: 'frontend',
              parameters_seconds: '10',
            }),
            values: [['1763726401000000000', 'fault switched on by an admin']],
          },
          { stream: stream('order.accepted', {}), values: [['1763726402000000000', 'order accepted']] },
        ],
      },
    }),
  };
  assert.deepEqual(await readAudit(loki), [
    {
      event: 'fault.requested',
      at: '2025-11-21T12:00:01.000Z',
      userId: 'u1',
      subject: 'crash',
      details: 'process=frontend seconds=10',
    },
    {
      event: 'dead_letter.replayed',
      at: '2025-11-21T12:00:00.000Z',
      userId: 'u1',
      subject: 'orders.dlq:0:1',
      details: '',
    },
  ]);
});
