import { admin } from './admin/index.ts';
import { alerts } from './alerts/index.ts';
import { assignment } from './assignment/index.ts';
import { attention } from './attention/index.ts';
import { audit } from './audit/index.ts';
import { billing } from './billing/index.ts';
import { boards } from './boards/index.ts';
import { canned } from './canned/index.ts';
import { chat } from './chat/index.ts';
import { codes } from './codes/index.ts';
import { counts } from './counts/index.ts';
import { customers } from './customers/index.ts';
import { filter } from './filter/index.ts';
import { imports } from './imports/index.ts';
import { inventory } from './inventory/index.ts';
import { kpi } from './kpi/index.ts';
import { live } from './live/index.ts';
import { notifications } from './notifications/index.ts';
import { orderEntry } from './order-entry/index.ts';
import { orders } from './orders/index.ts';
import { outbox } from './outbox/index.ts';
import { payments } from './payments/index.ts';
import { purchasing } from './purchasing/index.ts';
import { reorder } from './reorder/index.ts';
import { reports } from './reports/index.ts';
import { rooms } from './rooms/index.ts';
import { service } from './service/index.ts';
import { settings } from './settings/index.ts';
import { signIn } from './sign-in/index.ts';
import { suppliers } from './suppliers/index.ts';
import { system } from './system/index.ts';
import { team } from './team/index.ts';
import { transfers } from './transfers/index.ts';
import { usage } from './usage/index.ts';
import { valuation } from './valuation/index.ts';
import { views } from './views/index.ts';
import { watchdog } from './watchdog/index.ts';

/**
 * All features. Routes, rail, palette, shortcuts, links to records, query topics, activity texts and translations are
 * made from this list; to add a feature, declare it in `features/<name>/index.ts` and add it here.
 */
export const FEATURES = [
  live,
  boards,
  attention,
  chat,
  canned,
  rooms,
  kpi,
  service,
  filter,
  reports,
  assignment,
  inventory,
  reorder,
  valuation,
  counts,
  transfers,
  imports,
  alerts,
  orderEntry,
  orders,
  customers,
  payments,
  codes,
  suppliers,
  purchasing,
  notifications,
  system,
  admin,
  audit,
  outbox,
  watchdog,
  team,
  settings,
  views,
  usage,
  billing,
  signIn,
] as const;
