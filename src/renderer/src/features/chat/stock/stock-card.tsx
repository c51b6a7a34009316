import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { available, stockState } from '#shared/domain/inventory.ts';
import { Skeleton } from '../../../components/states.tsx';
import { StockMark } from '../../../components/stock-status.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useFlash } from '../../../hooks/use-flash.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { type ItemLevel, useItem } from '../../../hooks/use-item.ts';

function Figure({ level }: { readonly level: ItemLevel }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const value = available(level);
  const flash = useFlash<HTMLSpanElement>(value);
  const status = stockState(level, level);
  return (
    <span
      ref={flash}
      className="inline-flex items-center gap-1.5 rounded-sm"
      title={t(`inventory.status.${status}`)}
    >
      <StockMark status={status} />
      {t('chat.context.stockAt', { available: format.integer(value), location: level.locationName })}
    </span>
  );
}

/** What is available at each location, live. */
export function StockFigures({ levels }: { readonly levels: readonly ItemLevel[] }): ReactNode {
  const { t } = useTranslation();
  if (levels.length === 0) return t('chat.context.noStock');
  return levels.map((level) => <Figure key={level.locationId} level={level} />);
}

/** What is available of an ordered item, location by location, live. Links to the item. */
export function StockCard({ itemId }: { readonly itemId: string }): ReactNode {
  const { t } = useTranslation();
  const { data, error } = useItem(itemId);
  if (error) return <p className="pl-9 text-2xs text-ink-3">{t('chat.context.noStock')}</p>;
  if (!data) return <Skeleton className="mt-1 ml-9 h-3 w-2/3" />;
  return (
    <SubjectLink
      subject={{ kind: 'item', id: itemId }}
      className="mt-0.5 ml-9 flex flex-wrap gap-x-3 gap-y-0.5 rounded-sm text-xs text-ink-2 hover:text-ink"
    >
      <StockFigures levels={data.levels} />
    </SubjectLink>
  );
}
