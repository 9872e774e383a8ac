import { createHash } from 'node:crypto';

/** A page that is the same for everybody who is not signed in and has no basket. */
export interface CachedPage {
  html: string;
  status: number;
  etag: string;
}

/** In milliseconds: free places and prices are so old at most; what is bought is looked at again. */
const KEPT = 3000;
const MOST = 500;

/** Keeps pages for some seconds. Who asks while one is being made waits for it, so that a rush makes it once. */
export class PageCache {
  readonly #pages = new Map<string, { until: number; page: Promise<CachedPage> }>();

  async get(
    key: string,
    now: Date,
    make: () => Promise<{ html: string; status: number }>,
  ): Promise<CachedPage> {
    const found = this.#pages.get(key);
    if (found !== undefined && found.until > Number(now)) return await found.page;
    if (this.#pages.size >= MOST) this.#pages.clear();
    const page = make().then(({ html, status }) => ({
      html,
      status,
      etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`,
    }));
    this.#pages.set(key, { until: Number(now) + KEPT, page });
    page.catch(() => this.#pages.delete(key));
    return await page;
  }
}
