import { Trash2 } from 'lucide-react';
import { memo, type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderableItem } from '#shared/bridge/purchasing.ts';
import { MAX_PURCHASE_LINES } from '#shared/domain/purchasing.ts';
import { IconButton } from '../../../components/button.tsx';
import { Input } from '../../../components/field.tsx';
import { ItemPicker } from '../../../components/item-picker.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { type DraftLine, errorsOf, lineTotal, newLine, packHint } from './draft-form.ts';

/**
 * The lines of an order, by keyboard: an item that is found and taken becomes a line, its quantity is typed, and Enter leads back
 * to the search.
 */
export function LinesEditor({
  supplierId,
  currency,
  lines,
  items,
  checked,
  onChange,
}: {
  readonly supplierId: string;
  readonly currency: string;
  readonly lines: readonly DraftLine[];
  readonly items: ReadonlyMap<string, OrderableItem>;
  /** Whether fields that are wrong are marked. */
  readonly checked: boolean;
  readonly onChange: (lines: DraftLine[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const search = useRef<HTMLInputElement | null>(null);
  const list = useRef<HTMLTableSectionElement | null>(null);
  const added = useRef<string | null>(null);
  const newest = useRef({ lines, onChange });
  newest.current = { lines, onChange };

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

  const pick = (item: OrderableItem): void => {
    added.current = item.itemId;
    const present = lines.some(({ itemId }) => itemId === item.itemId);
    onChange(present ? [...lines] : [...lines, newLine(item, currency)]);
  };
  const change = useCallback((index: number, part: Partial<DraftLine>): void => {
    const { lines: all, onChange: put } = newest.current;
    put(all.map((line, n) => (n === index ? { ...line, ...part } : line)));
  }, []);
  const remove = useCallback((index: number): void => {
    const { lines: all, onChange: put } = newest.current;
    put(all.filter((_, n) => n !== index));
    search.current?.focus();
  }, []);
  const done = useCallback(() => search.current?.focus(), []);
  return (
    <Panel
      title={t('purchasing.lines')}
      titleExtra={<span className="text-xs text-ink-3">{lines.length}</span>}
    >
      <div className="border-b border-line p-3">
        {lines.length < MAX_PURCHASE_LINES ? (
          <ItemPicker
            supplierId={supplierId}
            currency={currency}
            label={t('purchasing.editor.addItem')}
            input={search}
            onPick={pick}
          />
        ) : (
          <p className="text-ink-3">{t('purchasing.editor.full', { max: MAX_PURCHASE_LINES })}</p>
        )}
      </div>
      {lines.length === 0 ? (
        <p className="p-4 text-ink-3">{t('purchasing.editor.noLines')}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[560px] table-fixed">
            <colgroup>
              <col />
              <col className="w-[130px]" />
              <col className="w-[120px]" />
              <col className="w-[110px]" />
              <col className="w-[44px]" />
            </colgroup>
            <thead className="text-xs text-ink-3">
              <tr className="h-8 border-b border-line">
                <th className="px-3 text-left font-medium">{t('purchasing.item')}</th>
                <th className="px-2 text-right font-medium">{t('purchasing.quantity')}</th>
                <th className="px-2 text-right font-medium">{t('purchasing.editor.price', { currency })}</th>
                <th className="px-3 text-right font-medium">{t('purchasing.lineTotal')}</th>
                <th>
                  <span className="sr-only">{t('purchasing.editor.removeHead')}</span>
                </th>
              </tr>
            </thead>
            <tbody ref={list}>
              {lines.map((line, index) => (
                <LineRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: an order may have an item on several lines
                  key={`${line.itemId}:${index}`}
                  index={index}
                  line={line}
                  item={items.get(line.itemId)}
                  currency={currency}
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

const LineRow = memo(function LineRow({
  index,
  line,
  item,
  currency,
  checked,
  onChange,
  onRemove,
  onDone,
}: {
  readonly index: number;
  readonly line: DraftLine;
  readonly item: OrderableItem | undefined;
  readonly currency: string;
  readonly checked: boolean;
  readonly onChange: (index: number, part: Partial<DraftLine>) => void;
  readonly onRemove: (index: number) => void;
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const errors = errorsOf(line, currency);
  const name = item?.name ?? line.itemId;
  const packSize = item?.packSize ?? 1;
  const packs = packHint(line.quantity, packSize);
  const total = lineTotal(line, currency);
  return (
    <tr className="border-b border-line align-top last:border-0">
      <td className="px-3 py-2">
        <span className="block truncate proportional-nums" dir="auto" title={name}>
          {name}
        </span>
        <span className="block text-xs text-ink-3">
          {[
            item?.sku,
            item?.supplierSku && t('purchasing.theirSku', { sku: item.supplierSku }),
            packSize > 1 && t('purchasing.packsOf', { count: packSize, formatted: format.integer(packSize) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </td>
      <td className="px-2 py-2">
        <Input
          data-quantity={index}
          aria-label={t('purchasing.editor.quantityOf', { item: name })}
          aria-invalid={checked && errors.quantity}
          inputMode="numeric"
          autoComplete="off"
          className="text-right"
          value={line.quantity}
          onChange={(event) => onChange(index, { quantity: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey) return;
            event.preventDefault();
            onDone();
          }}
        />
        {packs !== null && (
          <button
            type="button"
            className="mt-1 block w-full text-right text-xs text-warn hover:underline"
            onClick={() => onChange(index, { quantity: String(packs) })}
          >
            {t('purchasing.editor.wholePacks', { formatted: format.integer(packs) })}
          </button>
        )}
      </td>
      <td className="px-2 py-2">
        <Input
          aria-label={t('purchasing.editor.priceOf', { item: name })}
          aria-invalid={checked && errors.price}
          inputMode="decimal"
          autoComplete="off"
          className="text-right"
          value={line.price}
          onChange={(event) => onChange(index, { price: event.target.value })}
        />
      </td>
      <td className="px-3 py-3.5 text-right whitespace-nowrap">{format.money(total, currency)}</td>
      <td className="py-2 pr-2 text-right">
        <IconButton
          icon={Trash2}
          label={t('purchasing.editor.remove', { item: name })}
          onClick={() => onRemove(index)}
        />
      </td>
    </tr>
  );
});
