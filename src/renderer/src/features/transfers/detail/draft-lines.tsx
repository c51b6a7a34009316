import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { type ItemQuantity, MAX_TRANSFER_LINES } from '#shared/domain/transfers.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { Input } from '../../../components/field.tsx';
import { ScanField, type ScanResult } from '../../../components/scan-field.tsx';
import { useCodeQueue } from '../../../hooks/use-code-queue.ts';
import { useCommand } from '../../../hooks/use-command.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { refusalSentence } from '../../../i18n/errors.ts';
import { findCode, stockQuery, stockRowAt } from '../../../lib/find-code.ts';
import { pickMatch } from '../../../lib/scan-match.ts';
import type { TransferData } from './use-transfer.ts';

/** The most items that a search offers to choose from. */
const MAX_OFFERED = 6;

/** The lines of a draft, which are changed here. Each change is saved at once, one after the other. */
export function DraftLines({ transfer }: { readonly transfer: TransferData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { submit } = useCommand('transfers.edit');
  const [result, setResult] = useState<ScanResult | null>(null);
  const [offered, setOffered] = useState<readonly StockRow[]>([]);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const { id: transferId, note } = transfer;

  /** Changes the lines as they are when it is this change's turn. */
  const edit = (change: (lines: readonly ItemQuantity[]) => ItemQuantity[], said: string): void => {
    const work = async (): Promise<void> => {
      const { transfer: now } = await bridge.call('transfers.transfer', { transferId });
      if (!now) return;
      const lines = change(now.lines.map(({ itemId, quantity }) => ({ itemId, quantity })));
      if (lines.length > MAX_TRANSFER_LINES)
        return setResult({ tone: 'crit', text: t('transfers.add.full', { max: MAX_TRANSFER_LINES }) });
      const sent = await submit({ transferId, seen: now.changeId, lines, note }, { quiet: true });
      if (sent.ok) return setResult({ tone: 'ok', text: said });
      const reason = refusalSentence({ t, format }, sent.error);
      setResult({ tone: 'crit', text: t('transfers.add.failed', { reason }) });
    };
    last.current = last.current.then(work, work);
  };
  const add = ({ itemId, name }: Pick<StockRow, 'itemId' | 'name'>): void => {
    setOffered([]);
    const before = transfer.lines.find((line) => line.itemId === itemId)?.quantity ?? 0;
    edit(
      (lines) =>
        lines.some((line) => line.itemId === itemId)
          ? lines.map((line) => (line.itemId === itemId ? { itemId, quantity: line.quantity + 1 } : line))
          : [...lines, { itemId, quantity: 1 }],
      t('transfers.add.added', { name, quantity: format.integer(before + 1) }),
    );
  };
  const take = async (code: string): Promise<void> => {
    setOffered([]);
    const { matches } = await findCode(code);
    const stocked = new Map<string, StockRow>();
    for (const { item } of matches) {
      const row = await stockRowAt(item, transfer.fromLocationId);
      if (row !== null) stocked.set(item.id, row);
    }
    const picked = pickMatch(matches, (itemId) => stocked.get(itemId));
    if (picked.kind === 'one') return add(picked.value);
    const { rows, total } =
      picked.kind === 'several'
        ? { rows: [...stocked.values()].slice(0, MAX_OFFERED), total: picked.count }
        : await bridge.call('inventory.list', stockQuery(code, transfer.fromLocationId, MAX_OFFERED));
    const [only] = rows;
    if (!only) {
      const text = t('transfers.add.unknown', { location: transfer.fromName, code });
      return setResult({ tone: 'crit', text });
    }
    if (total === 1) return add(only);
    setOffered(rows);
    setResult({ tone: 'crit', text: t('transfers.add.several', { count: total, code }) });
  };
  const onCode = useCodeQueue(take);
  useScans(onCode, true, 'page');
  const set = (itemId: string, name: string, quantity: number): void =>
    edit(
      (lines) =>
        lines.flatMap((line) => (line.itemId !== itemId ? line : quantity > 0 ? { itemId, quantity } : [])),
      t('transfers.add.added', { name, quantity: format.integer(quantity) }),
    );
  return (
    <div>
      <div className="border-b border-line px-3 pt-3">
        <ScanField label={t('transfers.add.scan')} result={result} onCode={onCode} />
        {offered.length > 0 && (
          <ul aria-label={t('transfers.add.choose')} className="mb-2 flex flex-wrap gap-1.5">
            {offered.map((row) => (
              <li key={row.itemId}>
                <Button size="sm" onClick={() => add(row)}>
                  <bdi className="max-w-64 truncate">{row.name}</bdi>
                  <span className="text-ink-3">{row.sku}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {transfer.lines.length === 0 ? (
        <p className="p-4 text-ink-2">{t('transfers.lines.none')}</p>
      ) : (
        <ul>
          {transfer.lines.map((line) => (
            <li
              key={line.itemId}
              data-line={line.sku}
              className="flex items-center gap-3 border-b border-line px-3 py-1.5 last:border-0"
            >
              <span className="min-w-0 flex-1 truncate proportional-nums" title={line.name}>
                <bdi>{line.name}</bdi> <span className="text-xs text-ink-3">{line.sku}</span>
              </span>
              <span className={line.available < line.quantity ? 'text-xs text-crit' : 'text-xs text-ink-3'}>
                {line.available < line.quantity
                  ? t('transfers.lines.short', { available: format.integer(line.available) })
                  : `${t('transfers.lines.available')}: ${format.integer(line.available)}`}
              </span>
              <QuantityInput
                name={line.name}
                quantity={line.quantity}
                onQuantity={(quantity) => set(line.itemId, line.name, quantity)}
              />
              <IconButton
                icon={X}
                size="sm"
                label={t('transfers.lines.remove', { name: line.name })}
                onClick={() => set(line.itemId, line.name, 0)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A quantity that is saved when the field is left or Enter is pressed. */
function QuantityInput({
  name,
  quantity,
  onQuantity,
}: {
  readonly name: string;
  readonly quantity: number;
  readonly onQuantity: (quantity: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  // What was typed stands until the change has arrived.
  useEffect(() => {
    if (Number(text) === quantity) setText(null);
  }, [text, quantity]);
  const save = (): void => {
    if (text === null) return;
    const typed = /^\d{1,7}$/.test(text.trim()) ? Number(text) : 0;
    if (typed > 0 && typed !== quantity) onQuantity(typed);
    else setText(null);
  };
  return (
    <Input
      inputMode="numeric"
      autoComplete="off"
      aria-label={t('transfers.lines.quantity', { name })}
      value={text ?? String(quantity)}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
      }}
      className="w-20 shrink-0 text-right"
    />
  );
}
