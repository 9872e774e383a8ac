import { expect, it } from 'vitest';
import { deviceOf } from './device.ts';

it('of a browser its family and the system are kept, and nothing finer', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
  expect(deviceOf(firefox)).toEqual({ browser: 'Firefox', system: 'Windows' });
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
  expect(deviceOf(safari)).toEqual({ browser: 'Safari', system: 'iOS' });
});

it('what says something of its own, or nothing, is not kept', () => {
  const nothing = { browser: null, system: null };
  expect(deviceOf('Ada-Lovelace-Laptop/1.0 (SN 4711)')).toEqual(nothing);
  expect(deviceOf('')).toEqual(nothing);
  expect(deviceOf(undefined)).toEqual(nothing);
});
