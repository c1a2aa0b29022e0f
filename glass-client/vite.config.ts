import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/t/',
  plugins: [vue()],
  build: {
    // The oldest WebView that is still found on glasses.
    target: 'chrome74',
    cssTarget: 'chrome74',
    manifest: true,
  },
});
