import { Keyboard, Moon, Settings, Sun, SunMoon } from 'lucide-react';
import { lazy } from 'react';
import { bridge } from '../../bridge/client.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { settings as de } from '../../locales/de/settings.ts';
import { settings as en } from '../../locales/en/settings.ts';

/** Server, appearance, notifications, account and diagnostics. */
export const settings: FeatureDefinition<typeof en> = {
  name: 'settings',
  words: { en, de },
  routes: [
    { path: 'settings', page: lazy(() => import('./page.tsx')) },
    { path: 'settings/keyboard', page: lazy(() => import('./keyboard/page.tsx')) },
  ],
  subjects: { summary: (name) => `/settings?summary=${encodeURIComponent(name)}` },
  nav: {
    path: '/settings',
    label: 'pages.settings',
    icon: Settings,
    order: 900,
    place: 'foot',
    keys: ['g', 's'],
    shortcut: 'shortcuts.settings',
    permission: null,
  },
  // A summary that was written is told.
  topics: { summaries: { reads: ['notifications'] } },
  actions: [
    {
      id: 'keyboard',
      label: 'actions.changeShortcuts',
      icon: Keyboard,
      run: async () => window.location.assign('#/settings/keyboard'),
    },
    {
      id: 'light',
      label: 'actions.themeLight',
      icon: Sun,
      run: () => bridge.call('settings.set', { theme: 'light' }),
    },
    {
      id: 'dark',
      label: 'actions.themeDark',
      icon: Moon,
      run: () => bridge.call('settings.set', { theme: 'dark' }),
    },
    {
      id: 'system',
      label: 'actions.themeSystem',
      icon: SunMoon,
      run: () => bridge.call('settings.set', { theme: 'system' }),
    },
  ],
};
