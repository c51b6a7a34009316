import { Activity, ChartLine, ChartNoAxesColumn, Gauge, Package } from 'lucide-react';
import { lazy } from 'react';
import { CHANNEL_PERMISSION } from '#shared/protocol/permissions.ts';
import type { WidgetDefinition } from '../../lib/feature.ts';
import { useChannelChoices } from './use-channel-choices.ts';

const tiles = () => import('./figure-tile.tsx');
const ranked = () => import('./ranked.tsx');
const charts = () => import('./chart-panel.tsx');
const TILE = { icon: Gauge, size: { w: 2, h: 3, minW: 2, minH: 3 } } as const;
const TABLE = { icon: ChartNoAxesColumn, size: { w: 4, h: 7, minW: 3, minH: 4 } } as const;
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
    kind: 'live.refund_rate',
    title: 'widgets.titles.live.refundRate',
    text: 'widgets.texts.live.refundRate',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ RefundRateTile }) => ({ default: RefundRateTile }))),
  },
  {
    ...TILE,
    kind: 'live.payment_success',
    title: 'widgets.titles.live.paymentSuccess',
    text: 'widgets.texts.live.paymentSuccess',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ PaymentSuccessTile }) => ({ default: PaymentSuccessTile }))),
  },
  {
    ...TILE,
    kind: 'live.conversion',
    title: 'widgets.titles.live.conversion',
    text: 'widgets.texts.live.conversion',
    permission: 'payments:read',
    component: lazy(() => tiles().then(({ ConversionTile }) => ({ default: ConversionTile }))),
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
    ...TABLE,
    kind: 'live.top_categories',
    title: 'widgets.titles.live.topCategories',
    text: 'widgets.texts.live.topCategories',
    permission: 'orders:read',
    component: lazy(() => ranked().then(({ TopCategories }) => ({ default: TopCategories }))),
  },
  {
    ...TABLE,
    kind: 'live.by_location',
    title: 'widgets.titles.live.byLocation',
    text: 'widgets.texts.live.byLocation',
    permission: 'payments:read',
    component: lazy(() => ranked().then(({ SalesByLocation }) => ({ default: SalesByLocation }))),
  },
  {
    ...TABLE,
    kind: 'live.by_region',
    title: 'widgets.titles.live.byRegion',
    text: 'widgets.texts.live.byRegion',
    permission: 'payments:read',
    component: lazy(() => ranked().then(({ SalesByRegion }) => ({ default: SalesByRegion }))),
  },
  {
    ...TABLE,
    kind: 'live.heat',
    title: 'widgets.titles.live.heat',
    text: 'widgets.texts.live.heat',
    permission: 'payments:read',
    size: { w: 6, h: 7, minW: 5, minH: 6 },
    component: lazy(() => import('./heat.tsx')),
  },
  {
    ...TABLE,
    kind: 'live.methods',
    title: 'widgets.titles.live.methods',
    text: 'widgets.texts.live.methods',
    permission: 'payments:read',
    component: lazy(() => import('./methods.tsx')),
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
