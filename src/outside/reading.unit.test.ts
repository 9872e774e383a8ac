import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { readOutside } from './outside.ts';

let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

/** A server on this machine, which only a test may read. @returns its address */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const code = (thrown: string) => ({ code: thrown });
const read = (address: string, more: object = {}) =>
  readOutside(address, { allowedOrigin: address, ...more });

it('the text of an address is read, with its type, over redirects', async () => {
  const address = await serve((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/politique' }).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>Données</p>');
  });
  const { content, contentType } = await read(address);
  expect([content.toString(), contentType]).toEqual(['<p>Données</p>', 'text/html; charset=utf-8']);
});

it('nothing is read from inside the network, be it named, redirected to, or over plain HTTP', async () => {
  let asked = 0;
  const address = await serve((_, response) => {
    asked += 1;
    response.end('secret');
  });
  for (const url of [
    address,
    address.replace('http:', 'https:'),
    'https://169.254.169.254/latest/meta-data/',
    'https://[fd00::1]/',
    'https://localhost/',
  ]) {
    await expect(readOutside(url), url).rejects.toMatchObject(code('private-address'));
  }
  expect(asked).toBe(0);
});

it('a redirect into the network is refused like an address there', async () => {
  let asked = 0;
  const inside = await serve((_, response) => {
    asked += 1;
    response.end('secret');
  });
  // the first address may be read by this test; where it leads to is looked at as any other
  for (const to of [
    inside,
    inside.replace('http:', 'https:'),
    'https://169.254.169.254/',
    'file:///etc/passwd',
  ]) {
    const address = await serve((_, response) => response.writeHead(302, { location: to }).end());
    await expect(read(address), to).rejects.toMatchObject(code('private-address'));
  }
  expect(asked).toBe(0);
});

it('too long, too slow, wrong or without end is said by a code', async () => {
  let how: RequestListener = () => {};
  const address = await serve((request, response) => how(request, response));
  how = (_, response) => response.end('x'.repeat(2000));
  await expect(read(address, { longest: 1000 })).rejects.toMatchObject(code('outside-too-long'));
  // 20 kB that unpack to 20 MB
  how = (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)));
  await expect(read(address)).rejects.toMatchObject(code('outside-too-long'));
  how = () => {};
  await expect(read(address, { patienceMs: 100 })).rejects.toMatchObject(code('outside-too-slow'));
  how = (_, response) => response.writeHead(404).end('nothing');
  await expect(read(address)).rejects.toMatchObject(code('outside-404'));
  how = (_, response) => response.writeHead(302, { location: '/again' }).end();
  await expect(read(address)).rejects.toMatchObject(code('outside-redirects'));
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await expect(read(address)).rejects.toMatchObject(code('outside-unreachable'));
});
