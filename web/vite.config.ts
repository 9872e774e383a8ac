import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const TEXT = /\.(js|css|svg)$/;

/** The server sends what lies beside a file as .br or .gz: compressed once, when built, and as well as can be. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    // When all is written: Vite replaces its own marks in the files until then.
    async writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => TEXT.test(one))) {
        const file = join(dir, name);
        const text = await readFile(file);
        await writeFile(`${file}.br`, await promisify(brotliCompress)(text));
        await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: 9 }));
      }
    },
  };
}

/** Vite is started in the root of the repository (npm run …). */
export default defineConfig({
  root: 'web',
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A font inlined as data: would need a hole in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    // The folder web/api has the name of the server's addresses: its files are Vite's, the rest is the server's.
    proxy: { '^/(api/(?!.*\\.ts(\\?|$))|health$)': 'http://127.0.0.1:3000' },
  },
});
