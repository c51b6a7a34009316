import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useSay } from '../../../hooks/use-say.ts';
import { problemText, refusalSentence } from '../../../i18n/errors.ts';
import { LIMIT_FIELDS } from './bulk-form.ts';
import type { BulkConflict, BulkState } from './bulk-runner.ts';

/** How far a change of many items has come, and at its end what became of them. */
export function BulkSummary({
  state,
  total,
  running,
  error,
  mine,
  onCancel,
  onAnyway,
}: {
  readonly state: BulkState;
  readonly total: number;
  readonly running: boolean;
  readonly error: unknown;
  /** What the user wants a field to be, for people. */
  readonly mine: (field: string) => string;
  readonly onCancel: () => void;
  /** Changes the conflicting items as they stand now. */
  readonly onAnyway: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useSay();
  const done = total - state.left;
  const values = { done: format.integer(done), formatted: format.integer(total) };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <progress
          max={Math.max(1, total)}
          value={done}
          aria-label={t('inventory.bulk.progress', values)}
          className="h-1.5 min-w-0 flex-1 accent-accent"
        />
        {running && (
          <Button size="sm" onClick={onCancel}>
            {t('inventory.bulk.stop')}
          </Button>
        )}
      </div>
      <ul role="status" className="flex flex-col gap-0.5">
        <li>{t('inventory.bulk.progress', values)}</li>
        {(['applied', 'before', 'waiting', 'conflicting', 'refused', 'left'] as const).map(
          (part) =>
            (part === 'applied' || state[part] > 0) && (
              <li key={part} data-bulk={part}>
                {t(`inventory.bulk.${part}`, { count: state[part], formatted: format.integer(state[part]) })}
              </li>
            ),
        )}
      </ul>
      {error !== null && (
        <p role="alert" className="text-crit">
          {problemText(say, error)}
        </p>
      )}
      {[...new Set(state.refusals.map((refusal) => refusalSentence(say, refusal)))].map((reason) => (
        <p key={reason} className="rounded-md bg-crit-soft px-3 py-2 text-crit">
          {reason}
        </p>
      ))}
      {!running && state.conflicts.length > 0 && (
        <Conflicts conflicts={state.conflicts} mine={mine} onAnyway={onAnyway} />
      )}
    </div>
  );
}

const NAMED = ['category', 'unit', 'cost', 'price', 'status', ...LIMIT_FIELDS] as const;
const isNamed = (field: string): field is (typeof NAMED)[number] => NAMED.some((name) => name === field);

const shown = (value: unknown): string =>
  value === null || value === undefined || value === '' ? '–' : String(value);

/** What others have changed meanwhile: what it was, what it is now, and what the user wants. */
function Conflicts({
  conflicts,
  mine,
  onAnyway,
}: {
  readonly conflicts: readonly BulkConflict[];
  readonly mine: (field: string) => string;
  readonly onAnyway: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const itemIds = [...new Set(conflicts.map(({ itemId }) => itemId))];
  const { data } = useQuery({
    queryKey: ['inventory', 'items', itemIds],
    queryFn: () => bridge.call('inventory.items', { itemIds }),
  });
  const names = new Map(data?.items.map(({ id, name }) => [id, name]));
  const nameOf = (field: string): string => (isNamed(field) ? t(`inventory.bulk.fields.${field}`) : field);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md bg-warn-soft px-3 py-2">
      <p>{t('inventory.bulk.changedMeanwhile')}</p>
      <div className="max-h-48 overflow-auto">
        <table className="w-full text-xs">
          <thead>
            <tr className="text-left">
              {(['item', 'field', 'mine', 'now'] as const).map((head) => (
                <th key={head} scope="col" className="py-0.5 pr-3 font-medium text-ink-2">
                  {t(`inventory.bulk.heads.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conflicts.map(({ itemId, field, current }) => (
              <tr key={`${itemId} ${field}`} data-conflict={field}>
                <td className="py-0.5 pr-3">
                  <bdi>{names.get(itemId) ?? itemId}</bdi>
                </td>
                <td className="py-0.5 pr-3">{nameOf(field)}</td>
                <td className="py-0.5 pr-3 font-medium">{mine(field)}</td>
                <td className="py-0.5">{shown(current)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <span>
        <Button size="sm" onClick={onAnyway}>
          {t('inventory.bulk.anyway')}
        </Button>
      </span>
    </div>
  );
}
