import { Clock3 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSummary } from '#shared/bridge/counts.ts';
import {
  countDifference,
  differenceValue,
  isOpenCount,
  movedSince,
  movedWhile,
} from '#shared/domain/counts.ts';
import { Badge } from '../../../components/badge.tsx';
import type { RecordColumn } from '../../../components/record-table.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { cx } from '../../../lib/cx.ts';

/** Whether the expected quantity of a sheet is hidden: while it is counted blind. */
export function hidesExpected({ blind, status }: Pick<CountSummary, 'blind' | 'status'>): boolean {
  return blind && status === 'counting';
}

/** The columns of a sheet: what to count while it is counted, what differs afterwards. */
export function useLineColumns(count: CountSummary): readonly RecordColumn<CountLineRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1200px)');
  const { status, blind } = count;
  return useMemo(() => {
    const number = (value: number | null): string => (value === null ? '–' : format.integer(value));
    const delta = (value: number | null): string => (value === null ? '–' : format.delta(value));
    const item: RecordColumn<CountLineRow> = {
      key: 'item',
      head: t('counts.lines.item'),
      cell: (row) => (
        <span title={`${row.name} · ${row.sku}`} className="proportional-nums">
          <bdi>{row.name}</bdi> <span className="text-xs text-ink-3">{row.sku}</span>
        </span>
      ),
    };
    const counted: RecordColumn<CountLineRow> = {
      key: 'counted',
      head: t('counts.lines.counted'),
      width: 90,
      align: 'right',
      cell: (row) => <strong className="font-semibold">{number(row.counted)}</strong>,
    };
    const note: RecordColumn<CountLineRow> = {
      key: 'note',
      head: t('counts.lines.state'),
      width: wide ? 210 : 150,
      cell: (row) => <Notes row={row} open={isOpenCount({ status })} />,
    };
    if (status === 'counting')
      return [
        item,
        ...(hidesExpected({ status, blind })
          ? []
          : [right('expected', t('counts.lines.expected'), 90, (row) => number(row.expected))]),
        counted,
        ...(wide
          ? [
              {
                key: 'by',
                head: t('counts.lines.by'),
                width: 120,
                cell: (row: CountLineRow) => (
                  <bdi className="text-ink-2 proportional-nums">{row.countedBy?.name ?? ''}</bdi>
                ),
              },
            ]
          : []),
        note,
      ];
    return [
      item,
      right('levelAt', t('counts.lines.levelAt'), 116, (row) => number(row.levelAt)),
      counted,
      right('difference', t('counts.lines.difference'), 90, (row) => (
        <Difference value={countDifference(row)} text={delta(countDifference(row))} />
      )),
      ...(isOpenCount({ status })
        ? [right('moved', t('counts.lines.moved'), 110, (row) => delta(movedSince(row, row.onHand)))]
        : []),
      ...(wide
        ? [
            right('value', t('counts.lines.value'), 110, (row) => {
              const value = differenceValue(row);
              if (value !== null) return format.money(value, row.currency);
              return row.counted === null ? '–' : t('counts.lines.noCost');
            }),
          ]
        : []),
      note,
    ];
  }, [t, format, wide, status, blind]);
}

function right(
  key: string,
  head: string,
  width: number,
  cell: (row: CountLineRow) => ReactNode,
): RecordColumn<CountLineRow> {
  return { key, head, width, align: 'right', cell };
}

function Difference({ value, text }: { readonly value: number | null; readonly text: string }): ReactNode {
  return (
    <span
      className={cx(
        value !== null && value !== 0 && 'font-semibold',
        value !== null && value < 0 && 'text-crit',
      )}
    >
      {text}
    </span>
  );
}

/** What is to be known about a line before it is posted. */
function Notes({ row, open }: { readonly row: CountLineRow; readonly open: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const moved = movedWhile(row);
  return (
    <span className="inline-flex items-center gap-1">
      {open && row.hurdle === 'superseded' && (
        <span title={t('counts.lines.supersededHint')}>
          <Badge tone="crit">{t('counts.lines.superseded')}</Badge>
        </span>
      )}
      {open && row.hurdle === 'committed' && (
        <span title={t('counts.lines.committedHint')}>
          <Badge tone="crit">{t('counts.lines.committed')}</Badge>
        </span>
      )}
      {open && row.recount && <Badge tone="warn">{t('counts.lines.recount')}</Badge>}
      {open && moved !== 0 && (
        <span title={t('counts.lines.movedWhileHint')}>
          <Badge tone="warn">{t('counts.lines.movedWhile', { delta: format.delta(moved) })}</Badge>
        </span>
      )}
      {row.pending > 0 && (
        <Clock3
          size={12}
          aria-label={t('counts.lines.pending', { count: row.pending })}
          className="text-warn"
        />
      )}
    </span>
  );
}
