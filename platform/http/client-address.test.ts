import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addressKey } from './client-address.ts';

it('the address of a client is counted without its port, and an IPv6 address by its /64 network', () => {
  for (const [address, key] of [
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:80', '192.0.2.1'],
  ]) {
    assert.equal(addressKey(address), key);
  }
  const one = addressKey('2001:db8:1:2::1');
  for (const same of [
    '2001:db8:1:2:ffff:1:2:3',
    '[2001:db8:1:2::9]',
    '[2001:db8:1:2::9]:443',
    '2001:DB8:1:2::1%eth0',
  ]) {
    assert.equal(addressKey(same), one);
  }
  assert.notEqual(addressKey('2001:db8:1:3::1'), one);
  assert.notEqual(addressKey('::1'), addressKey('2001:db8::1'));
});

it('everything that is not an address counts as one client', () => {
  for (const text of [undefined, '', 'unknown', '_hidden', '1.2.3.4:5:6', 'x'.repeat(10_000)]) {
    assert.equal(addressKey(text), 'unknown');
  }
});
