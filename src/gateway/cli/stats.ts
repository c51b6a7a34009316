import type { MoneyByCurrency } from '#shared/domain/money.ts';
import { countConversations } from '../chat/index.ts';
import { countItems } from '../inventory/index.ts';
import type { WritableSql } from '../kernel.ts';
import { newestEvent } from '../log/index.ts';
import { orderTotals } from '../orders/index.ts';

/** The figures of `gateway stats`. Revenue is paid minus refunded, minor units. */
export interface Stats {
  readonly orders: number;
  readonly refunds: number;
  readonly customers: number;
  readonly items: number;
  readonly conversations: number;
  readonly revenue: MoneyByCurrency;
  readonly head: number;
}

/** Counts what a database holds, as of one moment. */
export function readStats(sql: WritableSql): Stats {
  return sql.raw.transaction((): Stats => {
    const { orders, refunds, customers, revenue } = orderTotals(sql);
    return {
      orders,
      refunds,
      customers,
      items: countItems(sql),
      conversations: countConversations(sql),
      revenue,
      head: newestEvent(sql)?.seq ?? 0,
    };
  })();
}
