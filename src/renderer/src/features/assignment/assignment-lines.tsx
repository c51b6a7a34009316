import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentEntry } from '#shared/domain/assignment.ts';
import { bridge } from '../../bridge/client.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import { type PlacedLines, placeLines } from './lines.ts';

const NONE: readonly AssignmentEntry[] = [];

/** Reads the history of a conversation's assignment and places it between its messages, oldest first. */
export function useAssignmentLines(
  conversationId: string,
  messages: readonly { readonly message: { readonly id: string; readonly at: number } }[],
  complete: boolean,
): PlacedLines {
  const enabled = useCan('assignment:read');
  const { data } = useQuery({
    queryKey: ['assignment', 'history', conversationId],
    queryFn: () => bridge.call('assignment.history', { conversationId }),
    meta: { record: conversationId },
    enabled,
  });
  const rows = data?.rows ?? NONE;
  return useMemo(
    () =>
      placeLines(
        [...rows].reverse(),
        messages.map(({ message }) => message),
        complete,
      ),
    [rows, messages, complete],
  );
}

/** Lines of the assignment history, centred like system lines. */
export function AssignmentLines({
  lines,
}: {
  readonly lines: readonly AssignmentEntry[] | undefined;
}): ReactNode {
  return lines !== undefined && lines.length > 0 && <Lines lines={lines} />;
}

function Lines({ lines }: { readonly lines: readonly AssignmentEntry[] }): ReactNode {
  const format = useFormat();
  const sentence = useSentence();
  return lines.map((line) => (
    <p key={line.seq} data-assignment-line className="py-1 text-center text-xs text-ink-3">
      <bdi>{sentence(line)}</bdi> ·{' '}
      <time dateTime={new Date(line.at).toISOString()} title={format.dateTime(line.at)}>
        {format.time(line.at)}
      </time>
    </p>
  ));
}

function useSentence(): (line: AssignmentEntry) => string {
  const { t } = useTranslation();
  return ({ kind, subjectId, subjectName, actor }) => {
    const words = { actor: actor.name, name: subjectName ?? '–' };
    // A team that is set by the customer's own first message is the one that new conversations come to.
    const rule = actor.kind !== 'user';
    if (kind === 'assigned' && rule) return t('assignment.line.automatic', words);
    if (kind === 'assigned' && subjectId === actor.id) return t('assignment.line.took', words);
    if (kind === 'unassigned' && rule) return t('assignment.line.released');
    if (kind === 'team' && rule) return t('assignment.line.teamIntake', words);
    return t(`assignment.line.${kind}`, words);
  };
}
