import { CalendarClock } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Difference, missingOf, type PurchaseLine } from '#shared/domain/purchasing.ts';
import { Badge } from '../../../components/badge.tsx';
import { IconButton } from '../../../components/button.tsx';
import { Input } from '../../../components/field.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import { type Count, countedOf } from './receive-form.ts';

/** The lines of an order with what was received, what is counted now, and what that is short or over. */
export function ReceiveLines({
  lines,
  counts,
  differences,
  selected,
  checked,
  onCount,
}: {
  readonly lines: readonly PurchaseLine[];
  readonly counts: readonly Count[];
  readonly differences: readonly Difference[];
  /** The line that was scanned last. */
  readonly selected: number;
  readonly checked: boolean;
  readonly onCount: (line: number, change: Partial<Count>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement | null>(null);
  useEffect(() => {
    body.current?.querySelector(`[data-line="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div className="max-h-[34vh] overflow-auto rounded-md border border-line short:max-h-none">
      <table className="w-full table-fixed">
        <colgroup>
          <col />
          <col className="w-[96px]" />
          <col className="w-[150px]" />
          <col className="w-[40px]" />
        </colgroup>
        <thead className="text-xs text-ink-3">
          <tr>
            <th className="sticky top-0 h-8 bg-surface px-3 text-left font-medium">{t('purchasing.item')}</th>
            <th className="sticky top-0 bg-surface px-2 text-right font-medium">{t('purchasing.arrived')}</th>
            <th className="sticky top-0 bg-surface px-2 text-right font-medium">
              {t('purchasing.receive.now')}
            </th>
            <th className="sticky top-0 bg-surface">
              <span className="sr-only">{t('purchasing.receive.lot')}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {lines.map((line, n) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are known by their position
              key={n}
              n={n}
              line={line}
              count={counts.find((one) => one.line === n)}
              difference={differences.find((one) => one.line === n)}
              selected={n === selected}
              wrong={checked && countedOf(counts, n) === null}
              onCount={onCount}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({
  n,
  line,
  count,
  difference,
  selected,
  wrong,
  onCount,
}: {
  readonly n: number;
  readonly line: PurchaseLine;
  readonly count: Count | undefined;
  readonly difference: Difference | undefined;
  readonly selected: boolean;
  readonly wrong: boolean;
  readonly onCount: (line: number, change: Partial<Count>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [asked, setAsked] = useState(false);
  const withLot = asked || count?.lot !== undefined ? asked || count?.lot !== '' : false;
  const cell = cx('border-t border-line py-1.5 align-top', selected && 'bg-accent-soft');
  return (
    <tr data-line={n} aria-current={selected ? 'true' : undefined}>
      <td className={cx(cell, 'px-3')}>
        <span className="block truncate proportional-nums" dir="auto" title={line.name}>
          {line.name}
        </span>
        <span className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
          {[line.sku, line.supplierSku].filter(Boolean).join(' · ')}
          {difference !== undefined && (
            <Badge tone={difference.kind === 'over' ? 'crit' : 'warn'}>
              {t(`purchasing.differences.${difference.kind}`, {
                count: difference.quantity,
                formatted: format.integer(difference.quantity),
              })}
            </Badge>
          )}
          {difference === undefined && missingOf(line) === 0 && (
            <Badge tone="ok">{t('purchasing.receive.complete')}</Badge>
          )}
        </span>
        {withLot && (
          <span className="mt-1.5 flex flex-wrap gap-2">
            <Input
              aria-label={t('purchasing.receive.lotOf', { item: line.name })}
              placeholder={t('purchasing.receive.lotCode')}
              autoComplete="off"
              maxLength={64}
              className="w-36"
              value={count?.lot ?? ''}
              onChange={(event) => onCount(n, { lot: event.target.value })}
            />
            <Input
              type="date"
              aria-label={t('purchasing.receive.expiresOf', { item: line.name })}
              className="w-36"
              value={count?.expiresOn ?? ''}
              onChange={(event) => onCount(n, { expiresOn: event.target.value })}
            />
          </span>
        )}
      </td>
      <td className={cx(cell, 'px-2 pt-3 text-right whitespace-nowrap')}>
        {format.integer(line.received)} / {format.integer(line.quantity)}
      </td>
      <td className={cx(cell, 'px-2')}>
        <Input
          aria-label={t('purchasing.receive.countOf', { item: line.name })}
          aria-invalid={wrong}
          inputMode="numeric"
          autoComplete="off"
          className="text-right"
          placeholder="0"
          value={count?.quantity ?? ''}
          onChange={(event) => onCount(n, { quantity: event.target.value })}
        />
      </td>
      <td className={cx(cell, 'pr-2 text-right')}>
        <IconButton
          icon={CalendarClock}
          label={t('purchasing.receive.addLot', { item: line.name })}
          aria-pressed={withLot}
          onClick={() => setAsked(true)}
        />
      </td>
    </tr>
  );
}
