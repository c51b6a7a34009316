import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SellableItem } from '#shared/bridge/orders.ts';
import type { Location } from '#shared/domain/inventory.ts';
import { MAX_ENTERED_LINES } from '#shared/domain/manual-orders.ts';
import { Panel } from '../../components/panel.tsx';
import { ItemField } from './item-field.tsx';
import { LineRow } from './line-row.tsx';
import { changeLine, type Items, type OrderForm, type OrderFormLine, withItem } from './order-form.ts';

/**
 * The lines of an order, by keyboard: an item that is found and taken becomes a line, its quantity is typed, and Enter leads back
 * to the search.
 */
export function LinesEditor({
  form,
  items,
  locationId,
  locations,
  checked,
  search,
  scanned,
  onChange,
}: {
  readonly form: OrderForm;
  readonly items: Items;
  readonly locationId: string | null;
  readonly locations: readonly Location[];
  readonly checked: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  /** What the last scan did, in words. */
  readonly scanned: ReactNode;
  readonly onChange: (form: OrderForm) => void;
}): ReactNode {
  const { t } = useTranslation();
  const list = useRef<HTMLTableSectionElement | null>(null);
  const added = useRef<string | null>(null);
  const newest = useRef({ form, onChange });
  newest.current = { form, onChange };
  const { lines } = form;

  // The quantity of a line that was just added, or was there already.
  useEffect(() => {
    const itemId = added.current;
    if (itemId === null) return;
    const index = lines.findIndex((line) => line.itemId === itemId);
    const field = list.current?.querySelector<HTMLInputElement>(`[data-quantity="${index}"]`);
    if (!field) return;
    added.current = null;
    field.focus();
    field.select();
  }, [lines]);

  const pick = (item: SellableItem): void => {
    added.current = item.id;
    const present = lines.some(({ itemId }) => itemId === item.id);
    onChange(present ? { ...form, lines: [...lines] } : withItem(form, item));
  };
  const change = useCallback((index: number, part: Partial<OrderFormLine>): void => {
    newest.current.onChange(changeLine(newest.current.form, index, part));
  }, []);
  const remove = useCallback(
    (index: number): void => {
      const { form: before, onChange: put } = newest.current;
      put({ ...before, lines: before.lines.filter((_, n) => n !== index) });
      search.current?.focus();
    },
    [search],
  );
  const done = useCallback(() => search.current?.focus(), [search]);
  const currency = lines.length === 0 ? null : form.currency;
  const heads = [
    ['quantity', 'w-[76px] wide:w-[92px]'],
    ['price', 'w-[98px] wide:w-[112px]'],
    ['discount', 'w-[98px] wide:w-[112px]'],
  ] as const;
  return (
    <Panel
      title={t('orders.lines')}
      titleExtra={<span className="text-xs text-ink-3">{lines.length > 0 && lines.length}</span>}
    >
      <div className="border-b border-line p-3">
        {lines.length < MAX_ENTERED_LINES ? (
          <ItemField currency={currency} input={search} onPick={pick} />
        ) : (
          <p className="text-ink-3">{t('orderEntry.full', { max: MAX_ENTERED_LINES })}</p>
        )}
        {scanned}
      </div>
      {lines.length === 0 ? (
        <p className="p-4 text-ink-3">{t('orderEntry.noLines')}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[600px] table-fixed">
            <colgroup>
              <col />
              {heads.map(([name, width]) => (
                <col key={name} className={width} />
              ))}
              <col className="w-[92px] wide:w-[110px]" />
              <col className="w-[40px]" />
            </colgroup>
            <thead className="text-xs text-ink-3">
              <tr className="h-8 border-b border-line">
                <th className="px-3 text-left font-medium">{t('orderEntry.item')}</th>
                {heads.map(([name]) => (
                  <th key={name} className="px-1.5 text-right font-medium">
                    {t(`orderEntry.${name}`, { currency: form.currency })}
                  </th>
                ))}
                <th className="px-3 text-right font-medium">{t('orderEntry.lineTotal')}</th>
                <th>
                  <span className="sr-only">{t('orderEntry.removeHead')}</span>
                </th>
              </tr>
            </thead>
            <tbody ref={list}>
              {lines.map((line, index) => (
                <LineRow
                  key={line.itemId}
                  index={index}
                  line={line}
                  item={items.get(line.itemId)}
                  currency={form.currency}
                  locationId={locationId}
                  locations={locations}
                  checked={checked}
                  onChange={change}
                  onRemove={remove}
                  onDone={done}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
