import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertRules, limitOf } from './rules.ts';

const rules = alertRules(`
groups:
  - name: a
    rules:
      - { alert: ServiceDown, expr: a, for: 10s, labels: { severity: critical } }
      - { alert: ServiceDown, expr: b, for: 15s, labels: { severity: critical } }
      - { record: a:b, expr: c }
  - name: b
    rules:
      - { alert: OrdersStuck, expr: a, for: 1m30s, labels: { severity: warning } }
      - { alert: DeadLettersNew, expr: a, labels: { severity: warning } }
`);

test('alerts are read with their severity and the longest of their delays', () => {
  assert.deepEqual(Object.fromEntries(rules), {
    ServiceDown: { severity: 'critical', forSeconds: 15 },
    OrdersStuck: { severity: 'warning', forSeconds: 90 },
    DeadLettersNew: { severity: 'warning', forSeconds: 0 },
  });
});

test('a critical alert has a minute, any other its delay and half a minute, both plus the time of the condition', () => {
  const limit = (alert: string, drill = {}) => limitOf(rules.get(alert) ?? { severity: '', forSeconds: 0 }, drill);
  assert.equal(limit('ServiceDown'), 60);
  assert.equal(limit('DeadLettersNew'), 30);
  assert.equal(limit('OrdersStuck', { condition: [60, 'a minute old'] }), 180);
});
