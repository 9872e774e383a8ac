import type { Sharp, SharpConstructor } from 'sharp';
import { DomainError } from '../errors.ts';

/** A telephone's camera gives 12 to 50 megapixels; a decompression bomb begins above. */
const MOST_PIXELS = 60_000_000;
const PORTRAIT_SIDE = 512;
/** A message is 600 pixels wide, and many screens have two dots for each. */
const ILLUSTRATION = { width: 1200, height: 3000 };
const WHITE = '#ffffff';

/**
 * A photo as it is kept: a square of 512 pixels, WebP, upright, without metadata (EXIF, GPS, comments, colour
 * profiles), because it is encoded anew from its pixels (R15).
 * @param bytes JPEG, PNG or WebP; of an animation the first picture counts
 * @throws DomainError `not-a-picture`, `picture-too-large`
 */
export async function encodePortrait(bytes: Uint8Array): Promise<Buffer> {
  return await decoded(bytes, ({ picture }) =>
    picture
      .resize(PORTRAIT_SIDE, PORTRAIT_SIDE, { fit: 'cover', position: 'centre' })
      .flatten({ background: WHITE })
      .webp({ quality: 82 })
      .toBuffer(),
  );
}

export interface Illustration {
  content: Buffer;
  /** What every mail program shows; some know no WebP. */
  mediaType: 'image/jpeg' | 'image/png';
  /** In pixels. */
  width: number;
  height: number;
}

/**
 * A picture for a message: at most 1200 pixels wide, upright, without metadata. A photo is JPEG; what came as something else is PNG
 * where it is transparent, or where that is smaller, as of a drawing.
 * @param bytes as of `encodePortrait`
 * @throws DomainError `not-a-picture`, `picture-too-large`
 */
export async function encodeIllustration(bytes: Uint8Array): Promise<Illustration> {
  return await decoded(bytes, async ({ sharp, picture }) => {
    const wasJpeg = (await picture.metadata()).format === 'jpeg';
    const { data, info } = await picture
      .resize({ ...ILLUSTRATION, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const isOpaque = wasJpeg || (await sharp(data).stats()).isOpaque;
    const jpeg = isOpaque ? await sharp(data).jpeg({ quality: 82, progressive: true }).toBuffer() : undefined;
    // more effort takes five seconds for a fifth of the bytes
    const png = wasJpeg
      ? undefined
      : await sharp(data).png({ palette: true, quality: 95, effort: 4 }).toBuffer();
    if (png !== undefined && (jpeg === undefined || png.length <= jpeg.length))
      return { content: png, mediaType: 'image/png', width, height };
    return { content: jpeg as Buffer, mediaType: 'image/jpeg', width, height };
  });
}

interface Decoded {
  sharp: SharpConstructor;
  picture: Sharp;
}

async function decoded<T>(bytes: Uint8Array, encode: (given: Decoded) => Promise<T>): Promise<T> {
  const sharp = await openSharp();
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 }).autoOrient();
    return await encode({ sharp, picture });
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message)) {
      throw new DomainError('picture-too-large', 'the picture has more than 60 megapixels');
    }
    throw new DomainError('not-a-picture', 'it is no JPEG, PNG or WebP picture, or it is damaged');
  }
}

/** Loaded when there is a picture. Nothing but these is ever decoded: no SVG, PDF, TIFF or container that a library behind it opens. */
async function openSharp(): Promise<SharpConstructor> {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
  sharp.cache(false);
  return sharp;
}
