import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { eraseContact } from '../retention/retention.ts';

let web: Web;
let clerk: Asker;
beforeAll(async () => {
  web = await Web.open();
  clerk = await web.as('box-office');
});
afterAll(() => web.close());

let count = 0;
/** @returns the number of a new contact */
async function contact(values: Record<string, unknown> = {}): Promise<string> {
  const number = `P${++count}`;
  await web.venue.contact({ number, ...values });
  return number;
}

/** A picture of a camera: lying on its side, left half black; with a place and a comment in its metadata. */
const camera = async () =>
  await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
    .composite([
      { input: { create: { width: 20, height: 40, channels: 3, background: '#000' } }, left: 0, top: 0 },
    ])
    .withExif({ IFD0: { ImageDescription: 'MARKED-COMMENT' }, IFD3: { GPSLatitude: '46/1 31/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A black square of so many pixels a side in 1 bit each: small as a file, large unpacked. */
function blackPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const save = (number: string, picture: Buffer, consent: string | undefined = 'written', asker = clerk) =>
  asker(`/api/contacts/${number}/photo${consent === '' ? '' : `?consent=${consent}`}`, {
    method: 'PUT',
    body: picture,
    headers: { 'content-type': 'image/jpeg' },
  });
const photo = (number: string, asker = clerk) => asker(`/api/contacts/${number}/photo`);
const consents = async (number: string) =>
  (await clerk(`/api/contacts/${number}/photo/consents`)).json().items;
const pictures = async (number: string) =>
  (
    await web.venue.database.pool.query(
      'select p.* from contact_photos p join contacts c on c.id = p.contact_id where c.number = $1',
      [number],
    )
  ).rows.length;

describe('R15 the photo', () => {
  it('R15 is kept with the consent: who confirmed it, when and how it was given', async () => {
    const number = await contact();
    expect((await save(number, await camera())).statusCode).toBe(204);
    expect(await consents(number)).toEqual([
      { how: 'written', confirmedBy: 'box-office', confirmedAt: expect.any(String), withdrawnAt: null },
    ]);
    const audited = await web.venue.database.pool.query(
      "select * from audit_log where action = 'photo.save'",
    );
    expect(audited.rows.length).toBeGreaterThan(0);
  });

  it('R15 loses what its file says beside the picture, stands upright, and is small', async () => {
    const number = await contact();
    await save(number, await camera());
    const answer = await photo(number);
    expect(answer.headers['content-type']).toBe('image/webp');
    const { format, width, height, exif, xmp, icc } = await sharp(answer.rawPayload).metadata();
    expect({ format, width, height }).toEqual({ format: 'webp', width: 512, height: 512 });
    expect([exif, xmp, icc]).toEqual([undefined, undefined, undefined]);
    // turned by its orientation, the black half is above
    const { data } = await sharp(answer.rawPayload).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([data[100 * 512 + 400], data[400 * 512 + 100]]).toEqual([0, 255]);
    expect(answer.rawPayload.includes('MARKED-COMMENT')).toBe(false);
  });

  it('R15 without a consent nothing is saved, and the refusal says why', async () => {
    const number = await contact();
    const refused = await save(number, await camera(), '');
    expect(refused.json().type).toBe('/problems/photo-without-consent');
    expect((await photo(number)).statusCode).toBe(404);
    expect(await consents(number)).toEqual([]);
  });

  it('R15 goes when the consent is withdrawn, and the proof stays', async () => {
    const number = await contact();
    await save(number, await camera());
    expect((await clerk(`/api/contacts/${number}/photo`, { method: 'DELETE' })).statusCode).toBe(204);
    expect(await pictures(number)).toBe(0);
    expect(await consents(number)).toMatchObject([{ withdrawnAt: expect.any(String) }]);
    expect((await clerk(`/api/contacts/${number}/photo`, { method: 'DELETE' })).statusCode).toBe(404);
  });

  it('R15 another photo takes the place of the first, with a consent of its own', async () => {
    const number = await contact();
    await save(number, await camera(), 'spoken');
    await save(number, await camera(), 'form');
    expect(await pictures(number)).toBe(1);
    expect(await consents(number)).toMatchObject([{ how: 'form' }, { how: 'spoken' }]);
  });

  it('R8 R15 is erased with its contact', async () => {
    const number = await contact();
    await save(number, await camera());
    await eraseContact(web.venue.database, web.venue.institution, number, {
      now: new Date(),
      ledgerFile: web.venue.ledgerFile,
    });
    const left = await web.venue.database.pool.query(
      'select 1 from photo_consents where contact_id not in (select id from contacts)',
    );
    expect(left.rows).toEqual([]);
    expect(await pictures(number)).toBe(0);
  });
});

describe('what is no photo', () => {
  it.each([
    ['a text', Buffer.from('<html><script>alert(1)</script></html>')],
    [
      'a drawing that could load others',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('%s is refused', async (_, bytes) => {
    const number = await contact();
    expect((await save(number, bytes)).json().type).toBe('/problems/not-a-picture');
    expect(await pictures(number)).toBe(0);
  });

  it('a picture that is cut off is refused', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 };
    const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff', noise } })
      .jpeg()
      .toBuffer();
    const refused = await save(await contact(), whole.subarray(0, whole.length / 2));
    expect(refused.json().type).toBe('/problems/not-a-picture');
  });

  it('a decompression bomb is refused before it is unpacked', async () => {
    const bomb = blackPng(9000);
    expect(bomb.length).toBeLessThan(1_000_000);
    expect((await save(await contact(), bomb)).json().type).toBe('/problems/picture-too-large');
  });

  it('what has more than 15 MiB is refused', async () => {
    const refused = await save(await contact(), Buffer.alloc(15 * 1024 * 1024 + 1));
    expect([refused.statusCode, refused.json().type]).toEqual([413, '/problems/body-too-large']);
  });

  it('a structure has none', async () => {
    const refused = await save(await contact({ kind: 'structure' }), await camera());
    expect(refused.json().type).toBe('/problems/photo-of-structure');
  });
});

it('nobody saves a photo without the permission', async () => {
  const support = await web.as('support');
  const number = await contact();
  expect((await save(number, await camera(), 'written', support)).statusCode).toBe(403);
  expect(await pictures(number)).toBe(0);
});
