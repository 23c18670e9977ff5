import preact from '@preact/preset-vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// `npm run dev` serves the app with reloading and hands everything else to a running Docket.
// The Host stays the browser's: the server compares it with the Origin of every write.
const server = { target: process.env.DOCKET_URL ?? 'http://127.0.0.1:8080', changeOrigin: false };

export default defineConfig({
  plugins: [preact({ prefreshEnabled: true })],
  resolve: {
    alias: [
      { find: '~', replacement: fileURLToPath(new URL('./src', import.meta.url)) },
      // The calendar's widget asks for no more of a polyfill than stands there.
      { find: /^temporal-polyfill\/fns\/(Instant|PlainDateTime|ZonedDateTime)$/, replacement: fileURLToPath(new URL('./src/features/bookings/board/zoned.ts', import.meta.url)) },
    ],
  },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0, // the content security policy knows no data: scripts or fonts
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What pages that are asked for later have in common travels at once: a file for each would cost
          // a phone more to ask for than to read.
          includeDependenciesRecursively: false,
          groups: [{ name: 'shared', test: /\/src\/(lib\/(age|clocks|days|deadline|names|policy|useMedia|useNow|useQueryState)|ui\/SavedCopy)\.tsx?$/ }],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/trpc': server, '/pictures': server } },
});
