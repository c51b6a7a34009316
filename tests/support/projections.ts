import Database from 'better-sqlite3';
import type { Channel } from '#shared/protocol/channels.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { openSql } from '../../src/gateway/db/open.ts';
import { allRows } from '../../src/gateway/db/sources.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { cachedRows as readCachedRows } from '../../src/main/engine/threads/cache.ts';
import { canonical, digest } from './shop.ts';

/** Returns the rows of a channel in the gateway's database. */
export function gatewayRows(file: string, channel: Channel): SnapshotRow[] {
  const sql = openSql(file, { readonly: true });
  try {
    return sql.raw.transaction(() =>
      MODULES.flatMap((module) => [...allRows(module.snapshots?.[channel] ?? [], sql)]).map(
        ({ kind, row }) => ({
          kind,
          row,
        }),
      ),
    )();
  } finally {
    sql.close();
  }
}

/** Returns the rows of a channel in the console's cache. */
export function cachedRows(file: string, channel: Channel): SnapshotRow[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.transaction(() => [...readCachedRows(db, channel)])();
  } finally {
    db.close();
  }
}

/** Compares a channel's rows in the gateway and in a cache: counts, digests, and the first row that differs. */
export function compareProjections(gatewayFile: string, cacheFile: string, channel: Channel) {
  const left = gatewayRows(gatewayFile, channel).map(canonical).sort();
  const right = cachedRows(cacheFile, channel).map(canonical).sort();
  const at = left.findIndex((row, n) => row !== right[n]);
  const differs = at >= 0 || left.length !== right.length;
  return {
    gateway: digest(left),
    console: digest(right),
    firstDifference: differs ? { gateway: left[at] ?? null, console: right[Math.max(at, 0)] ?? null } : null,
  };
}
