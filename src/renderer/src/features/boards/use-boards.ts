import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import { type BoardWidget, mayChangeBoard, STANDARD_BOARD, standardWidgets } from '#shared/domain/boards.ts';
import { bridge } from '../../bridge/client.ts';
import { useFirstBoard } from '../../stores/first-board.ts';
import { useCan, useSession, useUserId } from '../../stores/session.ts';
import { useDraft } from './draft.ts';

const NONE: readonly ListedBoard[] = [];

/** The boards that the user sees; undefined until they are read. */
export function useBoards(): readonly ListedBoard[] | undefined {
  const allowed = useCan('boards:read');
  const query = useQuery({
    queryKey: ['boards', 'list'],
    queryFn: () => bridge.call('boards.list', {}),
    enabled: allowed,
  });
  return query.data?.boards ?? (allowed && query.error === null ? undefined : NONE);
}

/** A board as it is on screen; the standard one has no record. */
export interface ShownBoard {
  readonly id: string;
  readonly name: string;
  readonly widgets: readonly BoardWidget[];
  readonly listed: ListedBoard | null;
  /** Whether the user may save changes of it under its own id. */
  readonly mayChange: boolean;
}

/** The widgets of the user's standard board. */
export function useStandardWidgets(): readonly BoardWidget[] {
  const role = useSession(({ session }) => session?.user?.role ?? 'viewer');
  return useMemo(() => standardWidgets(role), [role]);
}

/** Returns a function that makes a board to show of an id: the standard board where there is no such board. */
export function useShownBoard(boards: readonly ListedBoard[] | undefined): (id: string) => ShownBoard {
  const { t } = useTranslation();
  const userId = useUserId() ?? '';
  const mayShare = useCan('boards:share');
  const mayWrite = useCan('boards:write');
  const widgets = useStandardWidgets();
  return (id) => {
    const listed = boards?.find((board) => board.id === id) ?? null;
    if (listed === null)
      return { id: STANDARD_BOARD, name: t('boards.standard'), widgets, listed, mayChange: false };
    const mayChange = mayWrite && mayChangeBoard(listed, userId, mayShare);
    return { id, name: listed.name, widgets: listed.widgets, listed, mayChange };
  };
}

/** The board in the page's address, else the one that the user chose to open first; and how to open another. */
export function useOpenBoard(): {
  readonly boards: readonly ListedBoard[] | undefined;
  readonly board: ShownBoard;
  /** Whether the address names a board that is not there any more. */
  readonly gone: boolean;
  readonly open: (id: string) => void;
} {
  const { t } = useTranslation();
  const boards = useBoards();
  const [params, setParams] = useSearchParams();
  const first = useFirstBoard();
  const draft = useDraft((state) => state.draft);
  const asked = params.get('board');
  // Whoever comes back to the page goes on with the board that is being edited.
  const id = asked ?? draft?.boardId ?? first;
  const shown = useShownBoard(boards)(id);
  const isLost = boards !== undefined && shown.listed === null && id !== STANDARD_BOARD;
  // What was changed of a board that somebody has deleted meanwhile can still be saved as a copy.
  const board = isLost && draft?.boardId === id ? { ...shown, id, name: t('boards.ownName') } : shown;
  const open = (id: string): void =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('board', id);
      return next;
    });
  const gone = isLost && (asked !== null || draft?.boardId === id);
  return { boards, board, gone, open };
}
