import ui from '@nuxt/ui/vue-plugin';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './i18n/index.ts';
import './main.css';
import { makeRouter } from './router.ts';

const app = createApp(App);
app.use(createPinia());
app.use(i18n);
app.use(makeRouter());
app.use(ui);
app.mount('#app');
