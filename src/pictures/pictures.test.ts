import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let manager: Asker;
beforeAll(async () => {
  web = await Web.open({ PUBLIC_URL: 'http://tickets.example.org/' });
  manager = await web.as('marketing');
});
afterAll(() => web.close());

const colours = (width: number, height: number, background: string | object = '#456') =>
  sharp({ create: { width, height, channels: 4, background } });
/** Of so many colours that PNG is the larger one. */
const camera = async (width = 2000) => {
  const side = 64;
  const pixels = Buffer.from(Array.from({ length: side * side * 3 }, (_, at) => (at * 7919) % 251));
  return await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .resize(width, Math.round(width / 2), { fit: 'fill', kernel: 'cubic' })
    .withExif({ IFD0: { ImageDescription: 'MARKED-COMMENT' }, IFD3: { GPSLatitude: '46/1 31/1 0/1' } })
    .jpeg()
    .toBuffer();
};

const add = (body: Buffer, type = 'image/jpeg') =>
  manager('/api/pictures', { method: 'POST', body, headers: { 'content-type': type } });
const added = async (body: Buffer) => {
  const answer = await add(body);
  expect(answer.statusCode).toBe(201);
  const said = answer.json() as { address: string; width: number; height: number };
  return { ...said, path: new URL(said.address).pathname };
};
/** As the mail program of a reader: without session or cookie. */
const see = (path: string) => web.server.inject({ method: 'GET', url: path });

describe('a picture for messages', () => {
  it('is seen by whoever has its address, on any page, for good', async () => {
    const { address, path } = await added(await camera());
    expect(address).toMatch(/^http:\/\/tickets\.example\.org\/pictures\/\d+-[\w-]{22}$/);
    const seen = await see(path);
    expect(seen.statusCode).toBe(200);
    expect(seen.headers['content-type']).toBe('image/jpeg');
    expect(seen.headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(seen.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(seen.headers['x-content-type-options']).toBe('nosniff');
  });

  it('has two dots for each pixel of a message at most, and no metadata', async () => {
    const { path, width, height } = await added(await camera());
    const { rawPayload } = await see(path);
    expect([width, height]).toEqual([1200, 600]);
    expect(await sharp(rawPayload).metadata()).toMatchObject({ width: 1200, height: 600, format: 'jpeg' });
    expect(rawPayload.includes('MARKED-COMMENT')).toBe(false);
    expect((await sharp(rawPayload).metadata()).exif).toBeUndefined();
  });

  it('stays as small as it is, transparent where it was, and PNG where that is smaller', async () => {
    const logo = await added(await colours(200, 80, { r: 10, g: 20, b: 30, alpha: 0.4 }).png().toBuffer());
    expect([logo.width, logo.height]).toEqual([200, 80]);
    const shown = await see(logo.path);
    expect(shown.headers['content-type']).toBe('image/png');
    expect((await sharp(shown.rawPayload).stats()).isOpaque).toBe(false);
    const plain = await added(await colours(600, 300).webp().toBuffer());
    expect((await see(plain.path)).headers['content-type']).toBe('image/png');
  });

  it('of a photo that came as PNG is JPEG', async () => {
    const { path } = await added(
      await sharp(await camera(800))
        .png()
        .toBuffer(),
    );
    expect((await see(path)).headers['content-type']).toBe('image/jpeg');
  });

  it('is kept once, however often it is added', async () => {
    const picture = await camera(500);
    const [one, other] = [await added(picture), await added(picture)];
    expect(other.address).toBe(one.address);
  });

  it('is found again among those that were added before, the newest first, page by page', async () => {
    const own: string[] = [];
    for (const width of [301, 302, 303]) own.unshift((await added(await camera(width))).address);
    type Page = { items: { address: string; width: number; addedAt: string }[]; next: string | null };
    const page = async (query: string) => (await manager(`/api/pictures?${query}`)).json() as Page;
    const first = await page('limit=2');
    expect(first.items.map(({ address }) => address)).toEqual(own.slice(0, 2));
    expect(first.items[0]?.width).toBe(303);
    const second = await page(`limit=2&before=${first.next}`);
    expect(second.items[0]?.address).toBe(own[2]);
    expect((await page('limit=100')).next).toBeNull();
    expect(await page(`before=${'A'.repeat(22)}`)).toEqual({ items: [], next: null });
  });

  it('that is none is refused, and nothing that is more than a picture is opened', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
    for (const [body, type] of [
      [Buffer.from('hello'), 'image/jpeg'],
      [Buffer.alloc(0), 'image/png'],
      [svg, 'image/svg+xml'],
      [(await camera(500)).subarray(0, 2000), 'image/jpeg'],
    ] as const) {
      const answer = await add(body, type);
      expect(answer.statusCode, type).toBe(422);
      expect(answer.json().type).toBe('/problems/not-a-picture');
    }
  });

  it.each([
    'x',
    '1-x',
    `1-${'A'.repeat(22)}`,
    `99999999999999999999-${'A'.repeat(22)}`,
    `0-${'A'.repeat(22)}`,
    '..%2f..%2fetc%2fpasswd',
    `1-${'A'.repeat(21)}'`,
  ])('is not at %s', async (name) => {
    expect((await see(`/pictures/${name}`)).statusCode).toBe(404);
  });
});
