import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderableItem } from '#shared/bridge/purchasing.ts';
import { bridge } from '../bridge/client.ts';
import { useFormat } from '../hooks/use-format.ts';
import { Combobox } from './combobox.tsx';

const SHOWN = 8;

/** Returns items by their ids, as a supplier sells them. */
export function useOrderableItems(
  supplierId: string | null,
  itemIds: readonly string[],
): ReadonlyMap<string, OrderableItem> {
  const { data } = useQuery({
    queryKey: ['purchasing', 'items', supplierId, itemIds],
    queryFn: () => bridge.call('purchasing.items', { supplierId: supplierId ?? '-', itemIds: [...itemIds] }),
    enabled: itemIds.length > 0,
    placeholderData: keepPreviousData,
    select: ({ items }) => new Map(items.map((item) => [item.itemId, item])),
  });
  return data ?? NONE;
}
const NONE: ReadonlyMap<string, OrderableItem> = new Map();

/**
 * Finds an item by name, SKU, barcode or the supplier's SKU. The arrow keys choose, Enter takes. With `chosenId`, shows the item
 * that was taken; without, the field is empty again for the next one.
 */
export function ItemPicker({
  supplierId,
  label,
  chosenId,
  input,
  currency,
  onPick,
}: {
  readonly supplierId: string;
  readonly label: string;
  readonly chosenId?: string | null;
  readonly input?: RefObject<HTMLInputElement | null>;
  readonly currency?: string;
  readonly onPick: (item: OrderableItem) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [text, setText] = useState<string | null>(null);
  const chosen = useOrderableItems(supplierId, chosenId ? [chosenId] : []).get(chosenId ?? '');
  const search = (text ?? '').trim().slice(0, 200);
  const { data } = useQuery({
    queryKey: ['purchasing', 'find_items', supplierId, search],
    queryFn: () => bridge.call('purchasing.find_items', { search, supplierId, limit: SHOWN }),
    placeholderData: keepPreviousData,
    enabled: text !== null,
    // New items are found although nothing else here changes with them.
    staleTime: 0,
  });
  return (
    <Combobox
      label={label}
      placeholder={t('purchasing.picker.placeholder')}
      chosen={chosen ? `${chosen.name} · ${chosen.sku}` : ''}
      text={text}
      offers={(data?.items ?? []).map((item) => ({ key: item.itemId, value: item }))}
      none={t('purchasing.picker.none')}
      input={input}
      onText={setText}
      onPick={onPick}
    >
      {(item) => (
        <>
          <span className="min-w-0 flex-1 truncate proportional-nums" dir="auto">
            {item.name}
          </span>
          <span className="shrink-0 text-xs text-ink-3">{item.supplierSku ?? item.sku}</span>
          {currency !== undefined && (
            <span className="w-20 shrink-0 text-right text-xs text-ink-2">
              {item.price === null ? t('purchasing.picker.noPrice') : format.money(item.price, currency)}
            </span>
          )}
        </>
      )}
    </Combobox>
  );
}
