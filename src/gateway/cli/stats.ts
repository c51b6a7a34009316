import { existsSync } from 'node:fs';
import type { MoneyByCurrency } from '#shared/domain/money.ts';
import { snapshotOf } from '../backup/index.ts';
import { countConversations } from '../chat/index.ts';
import { whileBusy } from '../db/busy.ts';
import { MissingDatabaseError } from '../db/errors.ts';
import { OlderDatabaseError } from '../db/migrate.ts';
import { openForReading, type ReadSql } from '../db/open.ts';
import { countItems } from '../inventory/index.ts';
import { newestEvent } from '../log/index.ts';
import { missingMigrations } from '../migrations.ts';
import { orderTotals } from '../orders/index.ts';
import { configFrom } from './offline.ts';
import { complain, print } from './output.ts';

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

/** Prints what the database holds. Only reads: creates no file, and migrates nothing. */
export async function stats({ json }: { readonly json?: boolean | undefined }): Promise<void> {
  const { databasePath } = configFrom();
  if (!existsSync(databasePath)) throw new MissingDatabaseError(databasePath);
  const sql = openForReading(databasePath);
  try {
    const { migrations } = await whileBusy(databasePath, () => snapshotOf(sql, databasePath), {
      say: complain,
    });
    if (missingMigrations(databasePath, migrations).length > 0) throw new OlderDatabaseError(databasePath);
    const counted = readStats(sql);
    if (json) print(JSON.stringify(counted));
    else
      for (const [name, value] of Object.entries(counted))
        print(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  } finally {
    sql.close();
  }
}

/** Counts what a database holds, as of one moment. */
function readStats(sql: ReadSql): Stats {
  sql.begin();
  try {
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
  } finally {
    sql.end();
  }
}
