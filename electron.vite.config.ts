import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** Electron 45 runs Node 24.18 or newer and Chromium 152; browsers that open the browser host are as new. */
const nodeTarget = 'node24.18';
const browserTarget = 'es2024';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          browser: resolve(root, 'src/main/browser.ts'),
          gateway: resolve(root, 'src/gateway/cli.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload cannot require from node_modules and must be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      target: browserTarget,
      outDir: resolve(root, 'out/renderer'),
      // electron-vite leaves this off by default.
      minify: true,
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});
