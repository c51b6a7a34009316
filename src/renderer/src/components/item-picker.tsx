import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderableItem } from '#shared/bridge/purchasing.ts';
import { bridge } from '../bridge/client.ts';
import { useFormat } from '../hooks/use-format.ts';
import { cx } from '../lib/cx.ts';
import { Input } from './field.tsx';

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
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
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
  const items = text === null ? [] : (data?.items ?? []);
  const open = text !== null && (items.length > 0 || search !== '');
  const at = Math.min(active, items.length - 1);
  const pick = (item: OrderableItem): void => {
    setText(chosenId === undefined ? '' : null);
    setActive(0);
    onPick(item);
    if (chosenId === undefined) setText(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (text === null) setText('');
      else setActive(Math.max(0, Math.min(items.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      const item = items[at];
      if (item) pick(item);
    } else if (event.key === 'Escape' && text !== null) {
      event.stopPropagation();
      event.preventDefault();
      setText(null);
    }
  };
  return (
    <div className="relative">
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-2">
        {label}
      </label>
      <Input
        id={id}
        ref={input}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('purchasing.picker.placeholder')}
        value={text ?? (chosen ? `${chosen.name} · ${chosen.sku}` : '')}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onBlur={() => setText(null)}
        onKeyDown={onKeyDown}
      />
      {open && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="absolute z-20 mt-1 max-h-72 w-full overflow-auto rounded-md border border-line-strong bg-raised p-1 shadow-pop"
        >
          {items.length === 0 && <p className="px-2 py-1.5 text-ink-3">{t('purchasing.picker.none')}</p>}
          {items.map((item, index) => (
            <div
              key={item.itemId}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                pick(item);
              }}
              onMouseMove={() => setActive(index)}
              className={cx(
                'flex cursor-pointer items-baseline gap-2 rounded-sm px-2 py-1',
                index === at && 'bg-accent-soft',
              )}
            >
              <span className="min-w-0 flex-1 truncate proportional-nums" dir="auto">
                {item.name}
              </span>
              <span className="shrink-0 text-xs text-ink-3">{item.supplierSku ?? item.sku}</span>
              {currency !== undefined && (
                <span className="w-20 shrink-0 text-right text-xs text-ink-2">
                  {item.price === null ? t('purchasing.picker.noPrice') : format.money(item.price, currency)}
                </span>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
