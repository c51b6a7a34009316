import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { CountLineRow } from '#shared/bridge/counts.ts';
import { addedCount } from '#shared/domain/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Button } from '../../../components/button.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { fieldOf, numberOf, textOf } from '../../../lib/fields.ts';
import { discardCommand, useOutbox } from '../../../stores/outbox.ts';

/** The entries of one line that were refused because somebody else had counted it meanwhile. */
interface Conflict {
  readonly itemId: string;
  /** What was counted here last, and what the line had when this count began. */
  readonly mine: number;
  readonly from: number | null;
  readonly commands: readonly string[];
}

/** Returns the conflicts of a sheet, by line. Of several entries, the last is what was counted. */
export function conflictsIn(entries: Iterable<OutboxEntry>, countId: string): Conflict[] {
  const found = new Map<string, Conflict>();
  const refused = [...entries]
    .filter(
      ({ type, state, error }) =>
        type === 'counts.enter' && state === 'refused' && error?.why?.id === 'count_line_changed',
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, data } of refused) {
    const lines = fieldOf(data, 'entries');
    const line: unknown = Array.isArray(lines) ? lines[0] : null;
    const itemId = textOf(line, 'itemId');
    const mine = numberOf(line, 'counted');
    if (fieldOf(data, 'countId') !== countId || itemId === null || mine === null) continue;
    const before = found.get(itemId);
    found.set(itemId, {
      itemId,
      mine,
      from: before ? before.from : numberOf(line, 'from'),
      commands: [...(before?.commands ?? []), id],
    });
  }
  return [...found.values()];
}

/** The most conflicts that are shown at a time; the next ones follow. */
const MAX_SHOWN = 3;

/** Lines that two people counted, with both values and the choice between them. */
export function Conflicts({ countId }: { readonly countId: string }): ReactNode {
  const entries = useOutbox((state) => state.entries);
  const conflicts = useMemo(() => conflictsIn(entries.values(), countId), [entries, countId]);
  return conflicts
    .slice(0, MAX_SHOWN)
    .map((conflict) => <ConflictCard key={conflict.itemId} countId={countId} conflict={conflict} />);
}

function ConflictCard({
  countId,
  conflict,
}: {
  readonly countId: string;
  readonly conflict: Conflict;
}): ReactNode {
  const { itemId } = conflict;
  const query = useQuery({
    queryKey: ['count_levels', 'line', countId, itemId],
    queryFn: () => bridge.call('counts.find', { countId, code: itemId }),
  });
  const line = query.data?.line ?? null;
  return line === null ? null : <Choice countId={countId} conflict={conflict} line={line} />;
}

function Choice({
  countId,
  conflict: { itemId, mine, from, commands },
  line,
}: {
  readonly countId: string;
  readonly conflict: Conflict;
  readonly line: CountLineRow;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { submit, submitting } = useCommand('counts.enter');
  const theirs = line.counted;
  const sum = Math.max(0, addedCount(theirs, mine, from));
  const keep = (): void => {
    for (const id of commands) discardCommand(id);
  };
  const enter = async (counted: number, adds: boolean): Promise<void> => {
    const entries = [{ itemId, counted, adds, from: theirs, seen: line.entryId }];
    const sent = await submit({ countId, entries, at: gatewayNow() });
    if (sent.ok) keep();
  };
  const values = {
    item: line.name,
    mine: format.integer(mine),
    theirs: format.integer(theirs),
    name: line.countedBy?.name ?? '–',
    sum: format.integer(sum),
  };
  return (
    <div
      role="alert"
      data-conflict={itemId}
      className="mx-4 my-1.5 flex flex-wrap items-center gap-2 rounded-md bg-crit-soft px-3 py-2"
    >
      <TriangleAlert size={15} aria-hidden className="shrink-0 text-crit" />
      <p className="min-w-48 flex-1 proportional-nums">
        <span className="font-medium">{t('counts.conflict.title', values)}</span>{' '}
        <span className="text-ink-2">
          {t(theirs === null ? 'counts.conflict.bodyEmptied' : 'counts.conflict.body', values)}
        </span>
      </p>
      {theirs !== null && (
        <Button size="sm" busy={submitting} onClick={() => void enter(sum, true)}>
          {t('counts.conflict.add', values)}
        </Button>
      )}
      <Button size="sm" busy={submitting} onClick={() => void enter(mine, false)}>
        {t('counts.conflict.replace', values)}
      </Button>
      <Button size="sm" variant="ghost" onClick={keep}>
        {t(theirs === null ? 'counts.conflict.keepEmpty' : 'counts.conflict.keep', values)}
      </Button>
    </div>
  );
}
