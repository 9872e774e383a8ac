declare global {
  /** Where the library that stops the page from scrolling behind a dialog looks for the nonce of its style. */
  var __webpack_nonce__: string | undefined;
}

/** The server writes it into the page: the browser refuses styles without it. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

globalThis.__webpack_nonce__ = nonce;
