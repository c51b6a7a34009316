import { ChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Provenance } from '#shared/bridge/contract.ts';
import type { BridgeCallError } from '../../bridge/client.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { Unknown } from './unknown.tsx';

/** The frame of a breakdown, with its states: loading, failed, not received, empty. `children` draws what is there. */
export function BreakdownPanel<T extends { readonly known: boolean; readonly asOf: Provenance }>({
  title,
  source,
  query,
  isEmpty,
  children,
}: {
  readonly title: string;
  readonly source: string;
  readonly query: {
    readonly data: T | undefined;
    readonly error: Error | BridgeCallError | null;
    readonly refetch: () => Promise<unknown>;
  };
  readonly isEmpty: (data: T) => boolean;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const { data, error } = query;
  return (
    <WidgetPanel title={title} source={source} asOf={data?.asOf}>
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : !data.known ? (
        <Unknown>
          <SkeletonRows rows={4} />
        </Unknown>
      ) : isEmpty(data) ? (
        <EmptyState icon={ChartColumn} title={t('live.top.empty')} body={t('live.breakdown.emptyBody')} />
      ) : (
        children(data)
      )}
    </WidgetPanel>
  );
}
