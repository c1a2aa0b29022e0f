import { fileURLToPath } from 'node:url';
import ui from '@nuxt/ui/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    vue(),
    ui({
      // Components are imported by name: the compiler knows them without generated declarations.
      components: false,
      autoImport: false,
      dts: false,
      colorMode: false,
      theme: { colors: ['primary', 'neutral', 'success', 'warning', 'error'] },
      experimental: { componentDetection: true },
      // Every icon is bundled: none is ever fetched from a foreign host.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
      ui: { colors: { primary: 'fern', neutral: 'zinc', success: 'green', warning: 'amber', error: 'red' } },
    }),
  ],
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: { modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700, reportCompressedSize: false },
  server: {
    proxy: {
      '/api': { target: 'https://localhost:8443', secure: false },
      '/ws': { target: 'https://localhost:8443', secure: false, ws: true },
    },
  },
});
