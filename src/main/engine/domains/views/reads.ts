import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_OWN_VIEWS, MAX_SHARED_VIEWS, seesView, type View } from '#shared/domain/views.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { defineTable } from '#shared/rows/table.ts';
import { viewRow } from '#shared/rows/views.ts';
import type { PlacedHit, SearchSource } from '../../store/domain.ts';
import { asOf, ownUserId, type Reader } from '../../store/reader.ts';
import { foldWords, matchesTerms } from '../../store/text.ts';
import { FIRST } from '../../store/text-search.ts';
import { expectedViews } from './effects.ts';

/** Saved views. */
export const viewsTable = defineTable(viewRow, { name: 'views', identity: ['id'] });

const MAX = MAX_OWN_VIEWS + MAX_SHARED_VIEWS;
/** Views that the user sees, in two parts that have an index each. */
const VISIBLE = `SELECT ${viewsTable.select()} FROM views WHERE owner_id = ?
  UNION SELECT ${viewsTable.select()} FROM views WHERE shared = 1 LIMIT ${MAX}`;

function visible(reader: Reader, userId: string): View[] {
  return reader.all<StoredRow>(VISIBLE, userId).map(viewsTable.decode);
}

/** Lists the views of a page that the user sees, by name. */
export function listViews(reader: Reader, { page }: MethodInput<'views.list'>): MethodOutput<'views.list'> {
  const userId = ownUserId(reader);
  const views = expectedViews(reader, visible(reader, userId))
    .filter(({ view }) => view.page === page && seesView(view, userId))
    .map(({ view, pending }) => ({ ...view, mine: view.ownerId === userId, pending }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .slice(0, MAX);
  return { views, asOf: asOf(reader, ['views']) };
}

/** Finds views by their names. There are few, so that all are looked at. */
export const searchViews: SearchSource['find'] = (reader, terms, after, limit): PlacedHit[] =>
  visible(reader, ownUserId(reader))
    .filter(({ name }) => matchesTerms(foldWords(name), terms))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((view, n) => ({
      position: { tier: 0, rowid: FIRST.rowid - n - 1 },
      hit: {
        kind: 'view' as const,
        id: view.id,
        title: view.name,
        snippet: view.ownerName,
        at: null,
        subject: { kind: 'view' as const, id: `${view.page}/${view.id}` },
      },
    }))
    .filter(({ position }) => position.rowid < after.rowid && after.tier === 0)
    .slice(0, limit);
