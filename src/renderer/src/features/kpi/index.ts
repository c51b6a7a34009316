import { ListChecks, Target } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { kpi as de } from '../../locales/de/kpi.ts';
import { kpi as en } from '../../locales/en/kpi.ts';
import { kpiContent, kpiName } from './about.ts';
import { useKpiChoices } from './use-kpis.ts';

/** The goals of a team, on its page. */
export const TeamGoals = lazy(() => import('./team-goals.tsx'));

/** KPIs: what they measure, how they do, and how their windows ended. */
export const kpi: FeatureDefinition<typeof en> = {
  name: 'kpi',
  words: { en, de },
  routes: [{ path: 'kpis', page: lazy(() => import('./page.tsx')) }],
  shortcuts: [{ label: 'shortcuts.newKpi', keys: ['n'] }],
  nav: {
    path: '/kpis',
    label: 'pages.kpi',
    icon: Target,
    order: 25,
    place: 'foot',
    keys: ['g', 'q'],
    shortcut: 'shortcuts.kpi',
    permission: 'kpi:read',
  },
  widgets: [
    {
      kind: 'kpi.tile',
      title: 'widgets.titles.kpi.tile',
      text: 'widgets.texts.kpi.tile',
      icon: Target,
      permission: 'kpi:read',
      size: { w: 4, h: 6, minW: 3, minH: 5 },
      options: [{ name: 'kpi', label: 'widgets.options.kpi', useChoices: useKpiChoices }],
      component: lazy(() => import('./tile-widget.tsx')),
    },
    {
      kind: 'kpi.list',
      title: 'widgets.titles.kpi.list',
      text: 'widgets.texts.kpi.list',
      icon: ListChecks,
      permission: 'kpi:read',
      size: { w: 4, h: 7, minW: 4, minH: 4 },
      component: lazy(() => import('./list-widget.tsx')),
    },
  ],
  subjects: { kpi: (id) => `/kpis?kpi=${encodeURIComponent(id)}` },
  topics: { kpi: { reads: ['outbox', 'assignment', 'team'] } },
  contents: { 'kpi.save': kpiContent },
  recordNames: { kpi: kpiName },
  channels: { kpi: { icon: Target, tones: { 'kpi.reached': 'ok', 'kpi.owner_left': 'warn' } } },
};
