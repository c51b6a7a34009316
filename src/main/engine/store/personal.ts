import { PERSONAL_CHANNELS } from '#shared/protocol/personal.ts';
import { Meta } from './meta.ts';
import { createSql } from './sql.ts';
import type { ChangeSet, StoreWriter } from './types.ts';

/** The key in `meta` of whether the user was shown personal data of customers. */
const SHOWN = 'personal_shown';

/**
 * Applies whether the user may see personal data of customers. Where that has changed, deletes the channels that hold it or lack
 * it, also where their snapshot is not complete, so that the gateway sends them again. `refetch` is true where it must be asked
 * to, because it was told that they are held.
 */
export function showPersonal(
  store: Pick<StoreWriter, 'db' | 'cursors' | 'snapshotProgress' | 'forget'>,
  shown: boolean,
): { readonly changes: readonly ChangeSet[]; readonly refetch: boolean } {
  // What is deleted is overwritten, so that it is not in the file either. Replaced rows are deleted later, in small turns.
  store.db.pragma(`secure_delete = ${shown ? 'FAST' : 'ON'}`);
  const meta = new Meta(createSql(store.db));
  // A cache of an earlier version was filled when everyone was shown everything.
  const before = meta.get(SHOWN) !== 'false';
  if (before === shown) return { changes: [], refetch: false };
  const told = { ...store.cursors(), ...store.snapshotProgress() };
  const refetch = [...PERSONAL_CHANNELS].some((channel) => told[channel] !== undefined);
  const changes = [...PERSONAL_CHANNELS].map((channel) => store.forget(channel));
  if (!shown) store.db.pragma('wal_checkpoint(TRUNCATE)');
  meta.set(SHOWN, String(shown));
  return { changes, refetch };
}
