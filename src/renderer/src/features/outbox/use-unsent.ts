import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bridge } from '../../bridge/client.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import type { OutboxFilters } from './filters.ts';
import { commandRow, typedRow, type UnsentRow } from './rows.ts';

const PAGE = 100;

/** Reads how many things are unsent. */
export function useUnsentCounts() {
  return useQuery({ queryKey: ['typed', 'counts'], queryFn: () => bridge.call('outbox.counts', {}) });
}

/** The list of one section, with its filters. */
export interface UnsentList {
  readonly rows: readonly UnsentRow[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  readonly more: () => void;
}

/** Reads the section that the filters name, page by page. */
export function useUnsent({ section, state, kind, sort, search }: OutboxFilters): UnsentList {
  const narrowing = { kind, sort, search, limit: PAGE };
  const commands = useInfinite(
    ['outbox', 'page', state, kind, sort, search],
    (after) => bridge.call('outbox.page', { ...narrowing, state, after }),
    { enabled: section === 'unsent' },
  );
  const typed = useInfinite(
    ['typed', 'page', kind, sort, search],
    (after) => bridge.call('outbox.typed', { ...narrowing, after }),
    { enabled: section === 'typed' },
  );
  const shown = section === 'unsent' ? commands : typed;
  const { isLoading, error, refetch, more } = shown;
  const rows = useMemo(
    () => (section === 'unsent' ? commands.rows.map(commandRow) : typed.rows.map(typedRow)),
    [section, commands.rows, typed.rows],
  );
  return { rows, isLoading, error, refetch, more };
}
