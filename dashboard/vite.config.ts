/// <reference types="vitest/config" />
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const DIST = fileURLToPath(new URL('dist', import.meta.url));

/**
 * The binary embeds each asset compressed and nothing else. The folder itself stays: Cargo watches it.
 */
function compressed(): Plugin {
  return {
    name: 'ostia-compressed',
    apply: 'build',
    buildStart: () => rm(join(DIST, 'assets'), { recursive: true, force: true }),
    async closeBundle() {
      const folder = join(DIST, 'assets');
      for (const name of await readdir(folder)) {
        const file = join(folder, name);
        const bytes = await readFile(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        await rm(file);
      }
    },
  };
}

export default defineConfig({
  base: '/dashboard/',
  plugins: [react(), compressed()],
  resolve: { alias: { '~': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    outDir: DIST,
    emptyOutDir: false,
    // A data: URL in a style would be one more thing that the policy has to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is judged is the first load, compressed (e2e/01).
    chunkSizeWarningLimit: 800,
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
});
