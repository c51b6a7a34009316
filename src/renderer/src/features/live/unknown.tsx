import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsLive } from '../../stores/connection.ts';

/**
 * Stands for what the cache does not hold yet: the skeleton `children` while it is being loaded; without a connection a
 * sentence, because nothing is on its way.
 */
export function Unknown({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const live = useIsLive();
  if (live) return children;
  return <p className="p-3 text-xs text-ink-3 proportional-nums">{t('live.unknown')}</p>;
}
