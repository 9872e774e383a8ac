import { expect, it } from 'vitest';
import { isPublicAddress, isPublicHost, outsideFetch } from './outside.ts';

it('addresses of private, loopback, link-local, mapped and tunnelled networks are not public', () => {
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '[::1]',
    'fd00::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'localhost',
  ]) {
    expect(isPublicAddress(address), address).toBe(false);
  }
  expect(isPublicAddress('93.184.215.14')).toBe(true);
  expect(isPublicAddress('2606:4700::6810:84e5')).toBe(true);
});

it('nothing is fetched from a private address, by number, by a name that leads there, or over plain HTTP', async () => {
  const ask = outsideFetch(false);
  for (const url of [
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost:4433/',
    'http://example.org/',
    'file:///etc/passwd',
  ]) {
    await expect(ask(url, {}), url).rejects.toMatchObject({ code: 'private-address' });
  }
});

it.each([
  ['localhost', false],
  ['127.0.0.1', false],
  ['[::1]', false],
  ['192.168.1.20', false],
  ['93.184.215.14', true],
  ['tickets.example.org', true],
])('%s is reached from outside: %s', (host, expected) => {
  expect(isPublicHost(host)).toBe(expected);
});
