import { BellRing } from 'lucide-react';
import { lazy } from 'react';
import { ALL_ALERTS } from '#shared/domain/alerts.ts';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { alerts as de } from '../../locales/de/alerts.ts';
import { alerts as en } from '../../locales/en/alerts.ts';
import { alertName, manyContent, ownerContent, ruleContent, silenceContent } from './about.ts';
import { activityValues } from './activity.ts';
import { useOpenAlertsBadge } from './use-open-alerts-badge.ts';

/** The list of alerts with its detail, for pages of other features that show it beside their own content. */
export const AlertsView = lazy(() => import('./view.tsx'));

/** Alerts about stock and those raised manually. */
export const alerts: FeatureDefinition<typeof en> = {
  name: 'alerts',
  words: { en, de },
  routes: [
    { path: 'alerts/rules', page: lazy(() => import('./rules/page.tsx')) },
    { path: 'alerts/:alertId?', page: lazy(() => import('./page.tsx')) },
  ],
  nav: {
    path: '/alerts',
    label: 'pages.alerts',
    icon: BellRing,
    order: 28,
    place: 'main',
    keys: ['g', 'a'],
    shortcut: 'shortcuts.alerts',
    permission: 'alerts:read',
    useBadge: useOpenAlertsBadge,
  },
  subjects: {
    alert: (id) => (id === ALL_ALERTS ? '/alerts' : pageBelow('/alerts')(id)),
    alert_rule: () => '/alerts/rules',
  },
  shortcuts: [
    { label: 'shortcuts.newRule', keys: ['n'] },
    { label: 'shortcuts.acknowledge', keys: ['a'] },
    { label: 'shortcuts.takeAlert', keys: ['m'] },
    { label: 'shortcuts.silenceAlert', keys: ['s'] },
    { label: 'shortcuts.selectAlert', keys: ['x'] },
  ],
  contents: {
    'alerts.acknowledge_many': manyContent,
    'alerts.silence': silenceContent,
    'alerts.silence_many': manyContent,
    'alerts.assign': ownerContent,
    'alerts.set_rule': ruleContent,
    'alerts.remove_rule': ruleContent,
  },
  recordNames: { alert: alertName },
  widgets: [
    {
      kind: 'alerts.stock',
      title: 'widgets.titles.alerts.stock',
      text: 'widgets.texts.alerts.stock',
      icon: BellRing,
      permission: 'alerts:read',
      size: { w: 6, h: 8, minW: 4, minH: 4 },
      component: lazy(() => import('./stock-widget.tsx')),
    },
  ],
  // Open alerts show what is available now.
  topics: { alerts: { reads: ['outbox', 'inventory'] }, alert_counts: { reads: ['alerts'] } },
  channels: { alerts: { icon: BellRing, tones: { 'alerts.raised': 'warn' }, values: activityValues } },
};
