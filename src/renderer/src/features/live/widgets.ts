import { Activity, ChartLine, ChartNoAxesColumn, Gauge, Package } from 'lucide-react';
import { lazy } from 'react';
import { CHANNEL_PERMISSION } from '#shared/protocol/permissions.ts';
import type { WidgetDefinition } from '../../lib/feature.ts';
import { useChannelChoices } from './use-channel-choices.ts';

const tiles = () => import('./figure-tile.tsx');
const charts = () => import('./chart-panel.tsx');
const TILE = { icon: Gauge, size: { w: 2, h: 3, minW: 2, minH: 3 } } as const;
const CHART = { icon: ChartLine, size: { w: 8, h: 8, minW: 4, minH: 5 } } as const;

/** The widgets of the shop's figures, their course, its products and what happens. */
export const WIDGETS: readonly WidgetDefinition[] = [
  {
    kind: 'live.figures',
    title: 'widgets.titles.live.figures',
    text: 'widgets.texts.live.figures',
    icon: Gauge,
    permission: null,
    size: { w: 12, h: 3, minW: 8, minH: 3 },
    narrowRows: 6,
    component: lazy(() => import('./figures-row.tsx')),
  },
  {
    ...TILE,
    kind: 'live.revenue',
    title: 'widgets.titles.live.revenue',
    text: 'widgets.texts.live.revenue',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ RevenueTile }) => ({ default: RevenueTile }))),
  },
  {
    ...TILE,
    kind: 'live.orders',
    title: 'widgets.titles.live.orders',
    text: 'widgets.texts.live.orders',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ OrdersTile }) => ({ default: OrdersTile }))),
  },
  {
    ...TILE,
    kind: 'live.aov',
    title: 'widgets.titles.live.aov',
    text: 'widgets.texts.live.aov',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ AovTile }) => ({ default: AovTile }))),
  },
  {
    ...TILE,
    kind: 'live.refunds',
    title: 'widgets.titles.live.refunds',
    text: 'widgets.texts.live.refunds',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ RefundsTile }) => ({ default: RefundsTile }))),
  },
  {
    ...TILE,
    kind: 'live.open_chats',
    title: 'widgets.titles.live.openChats',
    text: 'widgets.texts.live.openChats',
    permission: CHANNEL_PERMISSION.chat,
    component: lazy(() => tiles().then(({ OpenChatsTile }) => ({ default: OpenChatsTile }))),
  },
  {
    ...TILE,
    kind: 'live.open_alerts',
    title: 'widgets.titles.live.openAlerts',
    text: 'widgets.texts.live.openAlerts',
    permission: CHANNEL_PERMISSION.alerts,
    component: lazy(() => tiles().then(({ OpenAlertsTile }) => ({ default: OpenAlertsTile }))),
  },
  {
    ...CHART,
    kind: 'live.chart',
    title: 'widgets.titles.live.chart',
    text: 'widgets.texts.live.chart',
    permission: 'payments:read',
    component: lazy(() => charts().then(({ ChartPanel }) => ({ default: ChartPanel }))),
  },
  {
    ...CHART,
    kind: 'live.revenue_chart',
    title: 'widgets.titles.live.revenueChart',
    text: 'widgets.texts.live.revenueChart',
    permission: 'payments:read',
    component: lazy(() => charts().then(({ RevenueChartPanel }) => ({ default: RevenueChartPanel }))),
  },
  {
    ...CHART,
    kind: 'live.orders_chart',
    title: 'widgets.titles.live.ordersChart',
    text: 'widgets.texts.live.ordersChart',
    icon: ChartNoAxesColumn,
    permission: 'payments:read',
    component: lazy(() => charts().then(({ OrdersChartPanel }) => ({ default: OrdersChartPanel }))),
  },
  {
    kind: 'live.top_products',
    title: 'widgets.titles.live.topProducts',
    text: 'widgets.texts.live.topProducts',
    icon: Package,
    permission: 'orders:read',
    size: { w: 6, h: 7, minW: 4, minH: 4 },
    component: lazy(() => import('./top-products.tsx')),
  },
  {
    kind: 'live.activity',
    title: 'widgets.titles.live.activity',
    text: 'widgets.texts.live.activity',
    icon: Activity,
    permission: null,
    size: { w: 4, h: 12, minW: 3, minH: 5 },
    options: [{ name: 'channel', label: 'widgets.options.channel', useChoices: useChannelChoices }],
    component: lazy(() => import('./activity-panel.tsx')),
  },
];
