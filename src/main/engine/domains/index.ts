import type { EngineDomain } from '../store/domain.ts';
import { adminDomain } from './admin/index.ts';
import { alertsDomain } from './alerts/index.ts';
import { assignmentDomain } from './assignment/index.ts';
import { attentionDomain } from './attention/index.ts';
import { billingDomain } from './billing/index.ts';
import { boardsDomain } from './boards/index.ts';
import { cannedDomain } from './canned/index.ts';
import { chatDomain } from './chat/index.ts';
import { countsDomain } from './counts/index.ts';
import { filterDomain } from './filter/index.ts';
import { importsDomain } from './imports/index.ts';
import { inventoryDomain } from './inventory/index.ts';
import { kpiDomain } from './kpi/index.ts';
import { liveDomain } from './live/index.ts';
import { notificationsDomain } from './notifications/index.ts';
import { ordersDomain } from './orders/index.ts';
import { purchasingDomain } from './purchasing/index.ts';
import { reorderDomain } from './reorder/index.ts';
import { reportsDomain } from './reports/index.ts';
import { roomsDomain } from './rooms/index.ts';
import { serviceDomain } from './service/index.ts';
import { suppliersDomain } from './suppliers/index.ts';
import { systemDomain } from './system/index.ts';
import { teamDomain } from './team/index.ts';
import { transfersDomain } from './transfers/index.ts';
import { usageDomain } from './usage/index.ts';
import { valuationDomain } from './valuation/index.ts';
import { viewsDomain } from './views/index.ts';
import { watchdogDomain } from './watchdog/index.ts';

/** The domains of the console's cache. All registries of the engine are built from this list. */
export const DOMAINS: readonly EngineDomain[] = [
  chatDomain,
  assignmentDomain,
  cannedDomain,
  roomsDomain,
  kpiDomain,
  serviceDomain,
  filterDomain,
  reportsDomain,
  attentionDomain,
  ordersDomain,
  suppliersDomain,
  purchasingDomain,
  inventoryDomain,
  countsDomain,
  transfersDomain,
  importsDomain,
  alertsDomain,
  watchdogDomain,
  notificationsDomain,
  teamDomain,
  adminDomain,
  systemDomain,
  liveDomain,
  reorderDomain,
  valuationDomain,
  viewsDomain,
  usageDomain,
  billingDomain,
  boardsDomain,
];
