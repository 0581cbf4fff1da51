import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redact } from './redact.ts';
import { harmlessNames, secretNames } from './secret-samples.testkit.ts';

test('values of keys that name a secret are masked at any depth', () => {
  const secret = 'hunter2';
  for (const key of secretNames) {
    assert.deepEqual(redact({ [key]: secret }), { [key]: '****' });
    assert.deepEqual(redact([{ request: { [key]: [secret] } }]), [{ request: { [key]: '****' } }]);
  }
});

test('secrets inside a text are masked', () => {
  const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  for (const [text, masked] of [
    ['login of bob@example.com', 'login of ****'],
    ['sent Bearer abcdef123456', 'sent ****'],
    [`a token ${token} came`, 'a token **** came'],
    ['mysql://users:hunter2@127.0.0.1:3306/users', 'mysql****127.0.0.1:3306/users'],
    ['?page=1&token=abc&x=1', '?page=1&****&x=1'],
    ['{"user":"bob","password":"hunter2"}', '{"user":"bob","****"}'],
    ['authorization: Basic dXNlcjpwYXNz', '****'],
    ['paid with 4111 1111 1111 1111.', 'paid with ****.'],
    ['paid with 5500-0000-0000-0004', 'paid with ****'],
    ['paid with 378282246310005', 'paid with ****'],
  ]) {
    assert.equal(redact(text), masked);
  }
});

test('an Error becomes an object of its fields, with secrets masked', () => {
  const error = new TypeError('refused password=hunter2', { cause: new Error('for bob@example.com') });
  const redacted = redact({ error }) as { error: Record<string, unknown> };
  assert.equal(redacted.error['name'], 'TypeError');
  assert.equal(redacted.error['message'], 'refused ****');
  assert.match(String(redacted.error['stack']), /^TypeError: refused \*{4}\n {4}at /);
  assert.doesNotMatch(JSON.stringify(redacted), /hunter2|bob@/);
});

test('all other values are kept', () => {
  const record = {
    message: 'order 0191d3a4-7b1c-5d2e-9f00-aabbccddeeff accepted at 2026-11-21T07:22:13.250Z',
    'order.id': '12345678-1234-4123-8123-123456789012',
    trace: '071b17b6879f76094ede74a3eaf9c6f7',
    digits: '41112222-4333-8444-9555-123456789012',
    traceparent: '00-071b17b6879f76094ede74a3eaf9c6f7-9a19a818847b83ac-01',
    span: '00-071b17b6879f76094ede74a3eaf9c6f7-4111222233334444-01',
    offset: '1234567890',
    priceCents: 129_999,
    at: 1_795_245_733_248,
    micros: '1795245141235000',
    nanos: '1795245141235000123',
    url: 'http://127.0.0.1:5000/api/orders?cursor=abc',
    file: '/app/node_modules/@opentelemetry/api/index.js:12:34',
    date: new Date(0),
    missing: null,
    key: 'laptop-pro',
    partition: 3,
    tags: ['a', 1, true],
  };
  assert.deepEqual(redact(record), record);
});

test('UUIDs and traceparents are not mistaken for card numbers', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.stringMatching(/^00-\d{32}-[4-6]\d{15}-01$/), (id, traceparent) => {
      assert.equal(redact(`${id} ${traceparent}`), `${id} ${traceparent}`);
    }),
    { examples: [['41112222-4333-8444-9555-123456789012', `00-${'4'.repeat(32)}-4111222233334444-01`]] },
  );
});

test('values of other keys are kept', () => {
  for (const key of harmlessNames) assert.deepEqual(redact({ [key]: 'x' }), { [key]: 'x' });
});

test('the code of an error is kept', () => {
  const { error } = redact({ error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }) as {
    error: { code: string };
  };
  assert.equal(error.code, 'ECONNREFUSED');
});

test('objects of a class are masked too', () => {
  const nothing = Object.assign(Object.create(null), { password: 'hunter2' });
  const parameters = { toJSON: () => ({ token: 'hunter2' }) };
  assert.deepEqual(redact({ nothing, parameters }), { nothing: { password: '****' }, parameters: { token: '****' } });
});

test('circular references are cut off', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  assert.match(JSON.stringify(redact(circle)), /\[\.\.\.\]/);
});
