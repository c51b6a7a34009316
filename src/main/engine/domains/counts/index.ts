import type { Count } from '#shared/domain/counts.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';
import { countEffects } from './effects.ts';
import { find, lines } from './lines.ts';
import * as created from './migrations/0320-counts.ts';
import { countsProjection, dumpCounts } from './projection.ts';
import { list, preview, sheet } from './reads.ts';

interface SheetData {
  readonly count: Count;
  readonly lines?: readonly { readonly itemId: string; readonly counted: number | null }[];
}

function describe({ count, lines: changed }: SheetData, reader: Reader): Described {
  const location = reader.get<{ name: string }>('SELECT name FROM locations WHERE id = ?', count.locationId);
  const first = changed?.[0];
  const item = first && reader.get<{ name: string }>('SELECT name FROM items WHERE id = ?', first.itemId);
  return {
    values: {
      number: count.number,
      name: count.name,
      location: location?.name ?? count.locationId,
      item: item?.name ?? first?.itemId ?? null,
      counted: first?.counted ?? null,
      lines: changed?.length ?? count.lineCount,
      levels: count.changedCount,
      reason: count.reason,
    },
    subject: { kind: 'count', id: count.id },
  };
}

/** The domain of stocktakes. */
export const countsDomain: EngineDomain = {
  name: 'counts',
  migrations: [{ version: 320, ...created }],
  projections: { counts: countsProjection },
  dumps: { counts: dumpCounts },
  reads: {
    'counts.list': list,
    'counts.sheet': sheet,
    'counts.lines': lines,
    'counts.find': find,
    'counts.preview': preview,
  },
  effects: countEffects,
  activity: {
    'counts.started': describe,
    'counts.lines_added': describe,
    'counts.entered': describe,
    'counts.recount_requested': describe,
    'counts.lines_superseded': describe,
    'counts.review_started': describe,
    'counts.reopened': describe,
    'counts.posted': describe,
    'counts.cancelled': describe,
  },
};
