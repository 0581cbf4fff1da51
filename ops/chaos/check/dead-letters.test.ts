import { describe, it } from 'node:test';
import { finds, id, isClean, message } from './check.testkit.ts';
import { deadLettersAreComplete, onlyPoisonIsDeadLettered, poisonIsDeadLettered } from './dead-letters.ts';
import { poisonHeader } from './poison.ts';

describe('the checks of dead letters', () => {
  const marked = { [poisonHeader]: 'tombstone' };
  const origin = message('order.placed', { offset: 7n, headers: marked });
  const letter = message('order.placed', {
    topic: 'orders.dlq',
    headers: {
      ...marked,
      dlq_reason: 'invalid-json',
      dlq_topic: 'orders',
      dlq_partition: '0',
      dlq_offset: '7',
      dlq_group: 'orders',
      dlq_attempts: '1',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    },
  });
  const ofProducts = { ...letter, offset: 1n, headers: { ...letter.headers, dlq_group: 'products' } };
  const facts = { letters: [letter, ofProducts], messages: [origin], jammed: new Set<string>() };

  it('accept the dead letters of poison', () => {
    isClean([...deadLettersAreComplete(facts), ...onlyPoisonIsDeadLettered(facts), ...poisonIsDeadLettered(facts)]);
  });

  for (const [header, part] of [
    ['dlq_reason', 'reason'],
    ['dlq_attempts', 'attempts'],
    ['dlq_offset', 'origin'],
    ['traceparent', 'traceparent'],
  ] as const) {
    it(`find a dead letter without its ${part}`, () => {
      const { [header]: _, ...headers } = letter.headers;
      finds(deadLettersAreComplete({ ...facts, letters: [{ ...letter, headers }] }), new RegExp(part), null);
    });
  }

  it('find a dead letter whose message differs from its origin', () => {
    const other = { ...letter, value: Buffer.from('other') };
    finds(deadLettersAreComplete({ ...facts, letters: [other] }), /origin/, null);
  });

  it('find the dead letter of a message that is not poison, unless its order was jammed', () => {
    const { [poisonHeader]: _, ...headers } = letter.headers;
    const letters = [{ ...letter, headers }];
    const messages = [{ ...origin, headers: {} }];
    finds(onlyPoisonIsDeadLettered({ ...facts, letters, messages }), /invalid-json/);
    isClean(onlyPoisonIsDeadLettered({ ...facts, letters, messages, jammed: new Set([id]) }));
    isClean(onlyPoisonIsDeadLettered({ ...facts, letters }));
  });

  it('find poison that a group did not dead-letter', () => {
    finds(poisonIsDeadLettered({ ...facts, letters: [letter] }), /tombstone.*no dead letter of products/, null);
  });

  it('accept poison without a dead letter if its kind may be handled', () => {
    const valid = { ...origin, headers: { [poisonHeader]: 'upper-case UUIDs' } };
    isClean(poisonIsDeadLettered({ ...facts, letters: [], messages: [valid] }));
  });
});
