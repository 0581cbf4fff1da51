import assert from 'node:assert/strict';
import test from 'node:test';
import { isLocalHost } from './local-host.ts';

test('IP addresses and names without a dot are local hosts; domains and other text are not', () => {
  for (const host of ['127.0.0.1', '127.0.0.1:5016', '[::1]:5016', '10.1.2.3', 'localhost:5016', 'alert-inbox:5016']) {
    assert.ok(isLocalHost(host), host);
  }
  const foreign = [
    'evil.example',
    'evil.example:5016',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'a.b:c',
    '',
  ];
  for (const host of [...foreign, 'localhost:x', '[evil.example]', undefined]) assert.ok(!isLocalHost(host), `${host}`);
});
