import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SellableItem } from '#shared/bridge/orders.ts';
import { bridge } from '../../bridge/client.ts';
import { Combobox } from '../../components/combobox.tsx';
import { useFormat } from '../../hooks/use-format.ts';

const SHOWN = 8;

/** Finds an item by name, SKU or barcode, of the order's currency once it has one. */
export function ItemField({
  currency,
  input,
  onPick,
}: {
  readonly currency: string | null;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onPick: (item: SellableItem) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState<string | null>(null);
  const search = (text ?? '').trim().slice(0, 200);
  const { data } = useQuery({
    queryKey: ['orders', 'sellable', 'find', currency, search],
    queryFn: () => bridge.call('orders.sellable', { search, itemIds: [], currency, limit: SHOWN }),
    placeholderData: keepPreviousData,
    enabled: text !== null,
    // New items are found although nothing else here changes with them.
    staleTime: 0,
  });
  return (
    <Combobox
      label={t('orderEntry.addItem')}
      placeholder={t('orderEntry.itemPlaceholder')}
      chosen=""
      text={text}
      offers={(data?.items ?? []).map((item) => ({ key: item.id, value: item }))}
      none={currency === null ? t('orderEntry.noItem') : t('orderEntry.noItemIn', { currency })}
      input={input}
      onText={setText}
      onPick={onPick}
    >
      {(item) => (
        <>
          <span className="min-w-0 flex-1 truncate proportional-nums" dir="auto">
            {item.name}
          </span>
          <span className="shrink-0 text-xs text-ink-3">{item.sku}</span>
          <span className="w-28 shrink-0 text-right text-xs text-ink-3">
            {t('orderEntry.available', {
              formatted: format.integer(item.stock.reduce((sum, { available }) => sum + available, 0)),
            })}
          </span>
          <span className="w-20 shrink-0 text-right text-xs text-ink-2">
            {format.money(item.price, item.currency)}
          </span>
        </>
      )}
    </Combobox>
  );
}
