import { useMemo } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Import, LineFilter } from '#shared/domain/imports.ts';
import { bridge } from '../../bridge/client.ts';
import { type LivePages, useLivePages } from '../../hooks/use-live-pages.ts';

const PAGE = 200;

/** The lines of an import: read anew when its state is another. Once some are there, an error of the rest is not shown. */
export function useLines(
  { id, state }: Pick<Import, 'id' | 'state'>,
  filter: LineFilter,
): LivePages<MethodOutput<'imports.lines'>> {
  // Another topic than the import's: while it is worked on, notices would have all pages read again.
  const key = useMemo(() => ['import-lines', id, state, filter], [id, state, filter]);
  const list = useLivePages(key, (after) =>
    bridge.call('imports.lines', { importId: id, filter, after, limit: PAGE }),
  );
  return { ...list, error: list.last === undefined ? list.error : null };
}
