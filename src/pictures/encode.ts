import sharp from 'sharp';
import { DomainError } from '../errors.ts';

/** Nothing but these is ever decoded: no SVG, PDF, TIFF or container that a library behind sharp would open. */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
sharp.cache(false);

/** A telephone's camera gives 12 to 50 megapixels; a decompression bomb begins above. */
const MOST_PIXELS = 60_000_000;
const SIDE = 512;

/**
 * A picture as it is kept: a square of 512 pixels, WebP, upright, without metadata (EXIF, GPS, comments, colour
 * profiles), because it is encoded anew from its pixels (R15).
 * @param bytes JPEG, PNG or WebP; of an animation the first picture counts
 * @throws DomainError `not-a-picture`, `picture-too-large`
 */
export async function normalisedPicture(bytes: Uint8Array): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover', position: 'centre' })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message)) {
      throw new DomainError('picture-too-large', 'the picture has more than 60 megapixels');
    }
    throw new DomainError('not-a-picture', 'it is no JPEG, PNG or WebP picture, or it is damaged');
  }
}
