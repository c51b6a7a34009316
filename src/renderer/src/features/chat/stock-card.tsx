import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { available } from '#shared/domain/inventory.ts';
import { StatusDot } from '../../components/badge.tsx';
import { useFormat } from '../../components/format.ts';
import { Skeleton } from '../../components/states.tsx';
import { useFlash } from '../../components/use-flash.ts';
import { STATUS_TONE, stockStatus } from '../inventory/status.ts';
import { useItem } from '../inventory/use-item.ts';

function Figure({
  value,
  location,
  lowAt,
}: {
  readonly value: number;
  readonly location: string;
  readonly lowAt: number;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const flash = useFlash<HTMLSpanElement>(value);
  const status = stockStatus(value, lowAt);
  return (
    <span
      ref={flash}
      className="inline-flex items-center gap-1.5 rounded-sm"
      title={t(`inventory.status.${status}`)}
    >
      <StatusDot tone={STATUS_TONE[status]} className="scale-75" />
      <span className="sr-only">{t(`inventory.status.${status}`)}:</span>
      {t('chat.context.stockAt', { available: format.integer(value), location })}
    </span>
  );
}

/** What is available of an ordered item, location by location, live. A link to the item. */
export function StockCard({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const { data, error } = useItem(itemId);
  if (error) return <p className="pl-9 text-2xs text-ink-3">{t('chat.context.noStock')}</p>;
  if (!data) return <Skeleton className="mt-1 ml-9 h-3 w-2/3" />;
  return (
    <Link
      to={`/inventory/${encodeURIComponent(itemId)}`}
      className="mt-0.5 ml-9 flex flex-wrap gap-x-3 gap-y-0.5 rounded-sm text-xs text-ink-2 hover:text-ink"
    >
      {data.levels.length === 0
        ? t('chat.context.noStock')
        : data.levels.map((level) => (
            <Figure
              key={level.locationId}
              value={available(level)}
              location={level.locationName}
              lowAt={data.threshold?.lowAt ?? 0}
            />
          ))}
    </Link>
  );
}
