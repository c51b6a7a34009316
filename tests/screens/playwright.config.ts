import { defineConfig } from '@playwright/test';
import base from '../../playwright.config.ts';

/** Takes pictures of all pages, for people to look at; not a test. `npm run screenshots` */
export default defineConfig({
  ...base,
  testDir: import.meta.dirname,
  outputDir: '../../.cache/screens-run',
  projects: (base.projects ?? []).filter(({ name }) => name === 'browser'),
  timeout: 1_200_000,
  use: { ...base.use, trace: 'off', screenshot: 'off', actionTimeout: 30_000, navigationTimeout: 30_000 },
});
