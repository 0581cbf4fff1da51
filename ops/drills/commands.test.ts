import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOffset } from './commands.ts';

test('the commands of a runbook are adapted to a stack at other ports', () => {
  for (const [usual, moved] of [
    ['npm run stack -- freeze kafka', 'npm run stack -- --port-offset 500 freeze kafka'],
    ['npm run -s status | awk 1', 'npm run -s status -- --port-offset 500 | awk 1'],
    ['npm run doctor\nnpm run dlq -- list', 'npm run doctor -- --port-offset 500\nnpm run dlq -- list'],
    ['curl -s http://127.0.0.1:5000/x', 'curl -s http://127.0.0.1:5500/x'],
    ['brokers: ["127.0.0.1:9092"]', 'brokers: ["127.0.0.1:9592"]'],
    ['curl 127.0.0.1:3000', 'curl 127.0.0.1:3000'],
    ['jq .mariadb .local/secrets.json', 'jq .mariadb .local/ports+500/secrets.json'],
    ['-S .local/data/mariadb/mariadb.sock', '-S .local/ports+500/data/mariadb/mariadb.sock'],
  ] as const) {
    assert.equal(atOffset(usual, 500), moved);
    assert.equal(atOffset(usual, 0), usual);
  }
});
