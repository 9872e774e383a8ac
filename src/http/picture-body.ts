import type { Server } from './context.ts';

/** In bytes. What a telephone's camera makes has 3 to 8 MiB. */
export const LARGEST_PICTURE = 15 * 1024 * 1024;

/** A picture comes as its bytes, and is looked at by whoever takes it. */
export function acceptPictures(server: Server): void {
  server.addContentTypeParser(
    /^image\//,
    { parseAs: 'buffer', bodyLimit: LARGEST_PICTURE },
    (_, body, done) => done(null, body),
  );
}
