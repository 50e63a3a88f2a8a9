import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.CHENGMAI_SERVER ?? 'http://127.0.0.1:8080';

/** Two entries: the workbench, and the citizen's form at /s/ that shares no chunk with antd. */
export default defineConfig({
  root: at('.'),
  plugins: [react()],
  // The server puts a fresh nonce here for every page; antd's style elements carry it.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: at('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // Nothing is inlined: the content security policy allows neither inline scripts nor data: modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { workbench: at('index.html'), public: at('s/index.html') } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: false }, '/health': server } },
});
