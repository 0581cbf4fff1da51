import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decode } from './envelope.ts';
import { Poison, type PoisonReason } from './poison.ts';
import { poisonMessage } from './topic-faults.ts';

for (const topic of ['orders', 'stock'] as const) {
  it(`poisonMessage returns every kind of poison for ${topic}`, () => {
    const reasons = Array.from({ length: 5 }, (_, n): PoisonReason | undefined => {
      const { key, headers, value } = poisonMessage(topic, n);
      try {
        decode(
          { key: Buffer.from(String(key)), headers: headers ?? {}, value: Buffer.from(String(value)) },
          new Date(),
        );
      } catch (error) {
        if (error instanceof Poison) return error.reason;
      }
      return undefined;
    });
    assert.deepEqual(reasons.sort(), [
      'invalid-data',
      'invalid-envelope',
      'invalid-json',
      'unknown-type',
      'unknown-version',
    ]);
  });
}
