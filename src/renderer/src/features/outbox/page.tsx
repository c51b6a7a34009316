import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { type OutboxFilters, readOutboxFilters, writeOutboxFilters } from './filters.ts';
import { Unsent } from './unsent.tsx';

/** Everything that was not sent. It is read from this computer, so it works without a connection. */
export default function OutboxPage(): ReactNode {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filters = readOutboxFilters(params);
  const onFilters = useCallback(
    (change: Partial<OutboxFilters>) =>
      setParams((before) => writeOutboxFilters({ ...readOutboxFilters(before), ...change }), {
        replace: true,
      }),
    [setParams],
  );
  return (
    <Page title={t('unsent.title')}>
      <Unsent filters={filters} onFilters={onFilters} />
    </Page>
  );
}
