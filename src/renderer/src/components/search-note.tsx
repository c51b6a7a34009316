import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../bridge/client.ts';

/** How often the index is asked about while it is incomplete, ms. */
const AGAIN_MS = 1_000;

/** Says, while something is searched for, that the search does not find everything yet. */
export function SearchNote({ searching }: { readonly searching: boolean }): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['search', 'index'],
    queryFn: () => bridge.call('search.index', {}),
    enabled: searching,
    refetchInterval: (query) => (query.state.data?.complete === false ? AGAIN_MS : false),
  });
  if (!searching || data?.complete !== false) return null;
  return (
    <p role="status" className="shrink-0 border-b border-line px-4 py-1.5 text-xs text-ink-2">
      {t('search.incomplete')}
    </p>
  );
}
