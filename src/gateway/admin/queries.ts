import type { WorkspaceSetting } from '#shared/domain/admin.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { eachUser } from '../auth/index.ts';
import type { Sql } from '../kernel.ts';

/** Streams the rows of the channel `admin`: users by id, settings by key. */
export function* adminSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of eachUser(sql)) yield { kind: 'user', row };
  for (const { key, value } of sql.raw
    .prepare<[], { key: string; value: string }>('SELECT key, value FROM settings ORDER BY key')
    .iterate()) {
    yield { kind: 'setting', row: { key, value: JSON.parse(value) as WorkspaceSetting['value'] } };
  }
}
