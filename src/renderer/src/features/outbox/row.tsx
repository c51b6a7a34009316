import type { ReactNode } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { StatusDot } from '../../components/badge.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useSay } from '../../hooks/use-say.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { cx } from '../../lib/cx.ts';
import type { Tone } from '../../lib/tone.ts';
import { stateName } from '../../stores/outbox.ts';
import type { UnsentRow } from './rows.ts';
import { useIsGoing } from './use-row-actions.ts';

/** The height of a row, px. */
export const UNSENT_ROW_HEIGHT = 76;

/** Returns the tone of a command's state. */
export function toneOf({ state, discarded }: OutboxEntry): Tone {
  if (discarded) return 'neutral';
  return state === 'refused' ? 'crit' : state === 'queued' ? 'neutral' : 'accent';
}

/** One line of the list: what it does, on which record, how far it has come, and its age. */
export function UnsentListRow({
  row,
  active,
}: {
  readonly row: UnsentRow;
  readonly active: boolean;
}): ReactNode {
  const say = useSay();
  const { t } = say;
  const going = useIsGoing(row);
  const { entry, typed } = row;
  const state =
    typed !== null
      ? t(going ? 'outbox.states.discarded' : 'unsent.typedState')
      : t(`outbox.states.${stateName(entry)}`);
  const reason = entry.state === 'refused' && entry.error !== null ? refusalReason(say, entry.error) : null;
  return (
    <div
      data-unsent={typed !== null ? 'typed' : stateName(entry)}
      className={cx(
        'flex h-full items-start gap-2.5 overflow-hidden border-b border-line px-4 py-2',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
        going && 'text-ink-3',
      )}
    >
      <StatusDot className="mt-1.5" tone={going ? 'neutral' : toneOf(entry)} />
      <div className="min-w-0 flex-1">
        <div className={cx(going && 'line-through decoration-1')}>
          <CommandLine entry={entry} lines={1} />
        </div>
        <p className={cx('truncate text-xs', reason !== null && !going ? 'text-crit' : 'text-ink-3')}>
          {reason !== null && !going ? reason : state}
        </p>
      </div>
      <RelativeTime at={entry.createdAt} short className="mt-px text-xs text-ink-3" />
    </div>
  );
}
