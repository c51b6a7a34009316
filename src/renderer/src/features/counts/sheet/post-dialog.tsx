import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSummary } from '#shared/bridge/counts.ts';
import { countDifference } from '#shared/domain/counts.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { bridge } from '../../../bridge/client.ts';
import { Field, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { reasonText } from '../../../lib/reasons.ts';
import type { SheetData } from './use-sheet.ts';

const REASONS = [
  'stock.recount',
  'stock.corrected',
  'stock.lost',
  'stock.found',
] as const satisfies readonly ReasonCode[];

/** The most stopped lines that are decided about at once. */
const MAX_STOPPED = 200;

/** Posts a sheet. Lines that cannot be posted are named, and are left out or counted again. */
export function PostDialog({
  count,
  data: { sums },
  onClose,
}: {
  readonly count: CountSummary;
  readonly data: SheetData;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const countId = count.id;
  const query = useQuery({
    queryKey: ['count_levels', 'stopped', countId],
    queryFn: () =>
      bridge.call('counts.lines', {
        countId,
        filter: 'stopped',
        search: '',
        after: null,
        limit: MAX_STOPPED,
      }),
    meta: { intervalMs: 1_000 },
  });
  const stopped = query.data?.rows ?? [];
  const [choice, setChoice] = useState<'leave' | 'recount'>('leave');
  const [reason, setReason] = useState<(typeof REASONS)[number]>('stock.recount');
  // What was reviewed when the dialog opened: what others enter meanwhile is reviewed first.
  const [rev] = useState(count.rev);
  const decision = useDecision('counts.post', onClose);
  const recount = useCommand('counts.recount');
  const again = stopped.length > 0 && choice === 'recount';
  const submit = async (): Promise<void> => {
    const itemIds = stopped.map(({ itemId }) => itemId);
    if (!again) return decision.send({ countId, rev, leaveOut: itemIds, reason });
    const sent = await recount.submit({ countId, itemIds });
    if (sent.ok) onClose();
  };
  const changes = Math.max(0, sums.differing - (query.data?.total ?? 0));
  const uncounted = count.lineCount - sums.counted;
  const value = Object.entries(sums.value).map(([currency, amount]) => format.money(amount, currency));
  return (
    <FormDialog
      title={t('counts.post.title', { number: count.number })}
      description={
        changes === 0
          ? t('counts.post.nothing')
          : t('counts.post.changes', { count: changes, formatted: format.integer(changes) })
      }
      action={again ? t('counts.post.recount') : t('counts.post.action')}
      busy={decision.busy || recount.submitting}
      disabled={query.data === undefined}
      problem={decision.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {value.length > 0 && (
        <p className="flex justify-between gap-3">
          <span className="text-ink-2">{t('counts.post.value')}</span>
          <strong className="font-semibold">{value.join(' · ')}</strong>
        </p>
      )}
      {uncounted > 0 && (
        <p className="text-ink-2">
          {t('counts.post.uncounted', { count: uncounted, formatted: format.integer(uncounted) })}
        </p>
      )}
      {stopped.length > 0 && (
        <Stopped
          rows={stopped}
          total={query.data?.total ?? stopped.length}
          choice={choice}
          onChoice={setChoice}
        />
      )}
      {!again && (
        <Field label={t('counts.post.reason')}>
          {(props) => (
            <Select
              {...props}
              value={reason}
              onChange={setReason}
              options={REASONS.map((code) => ({ value: code, label: reasonText({ t }, code) }))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function Stopped({
  rows,
  total,
  choice,
  onChoice,
}: {
  readonly rows: readonly CountLineRow[];
  readonly total: number;
  readonly choice: 'leave' | 'recount';
  readonly onChoice: (choice: 'leave' | 'recount') => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <fieldset className="min-w-0 rounded-md border border-line bg-crit-soft p-2.5">
      <legend className="sr-only">
        {t('counts.post.stopped', { count: total, formatted: format.integer(total) })}
      </legend>
      <p role="alert" className="font-medium">
        {t('counts.post.stopped', { count: total, formatted: format.integer(total) })}
      </p>
      <ul className="my-1.5 max-h-32 overflow-auto">
        {rows.slice(0, 20).map((row) => (
          <li key={row.itemId} className="flex gap-2 text-xs">
            <bdi className="min-w-0 flex-1 truncate proportional-nums">{row.name}</bdi>
            <span className="text-ink-2">
              {row.hurdle === 'committed'
                ? t('counts.post.committed', {
                    available: format.integer(row.available + (countDifference(row) ?? 0)),
                  })
                : t('counts.post.superseded')}
            </span>
          </li>
        ))}
        {total > 20 && <li className="text-xs text-ink-2">{t('counts.post.more', { count: total - 20 })}</li>}
      </ul>
      {(['leave', 'recount'] as const).map((value) => (
        <label key={value} className="flex items-center gap-2">
          <input type="radio" name="stopped" checked={choice === value} onChange={() => onChoice(value)} />
          {t(value === 'leave' ? 'counts.post.leaveOut' : 'counts.post.recount')}
        </label>
      ))}
    </fieldset>
  );
}
