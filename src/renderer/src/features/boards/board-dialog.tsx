import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import { type BoardWidget, STANDARD_BOARD } from '#shared/domain/boards.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { NameDialog } from '../../components/name-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useForm } from '../../hooks/use-form.ts';
import { newId } from '../../lib/new-id.ts';
import { NEW_BOARDS, RENAMED_BOARDS } from './forms.ts';

/** What the user wants to do with a board, and the board as they saw it. */
export type Asked =
  | {
      readonly kind: 'create';
      readonly name: string;
      readonly widgets: readonly BoardWidget[];
      /** Whether its widgets are those of a board, or none yet. */
      readonly copied: boolean;
    }
  | { readonly kind: 'rename' | 'share' | 'remove'; readonly board: ListedBoard };

/** Does what was asked, after a question. */
export function BoardDialog({
  asked,
  onOpen,
  onClose,
}: {
  readonly asked: Asked;
  /** Opens a board; `created` for one that has just been made. */
  readonly onOpen: (id: string, created: boolean) => void;
  readonly onClose: () => void;
}): ReactNode {
  switch (asked.kind) {
    case 'create':
      return <CreateDialog asked={asked} onOpen={(id) => onOpen(id, true)} onClose={onClose} />;
    case 'rename':
      return <RenameDialog board={asked.board} onClose={onClose} />;
    case 'share':
      return <ShareDialog board={asked.board} onClose={onClose} />;
    case 'remove':
      return (
        <RemoveDialog board={asked.board} onGone={() => onOpen(STANDARD_BOARD, false)} onClose={onClose} />
      );
  }
}

function CreateDialog({
  asked: { name: initial, widgets, copied },
  onOpen,
  onClose,
}: {
  readonly asked: Extract<Asked, { readonly kind: 'create' }>;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const id = useRef('');
  if (id.current === '') id.current = newId();
  const decision = useDecision('boards.save', () => {
    onClose();
    onOpen(id.current);
  });
  const command = (name: string): CommandData<'boards.save'> => ({
    boardId: id.current,
    name,
    widgets: [...widgets],
    expected: null,
  });
  const kept = useForm(NEW_BOARDS, 'new', ({ name }) => command(name));
  return (
    <NameDialog
      kept={kept}
      title={t(copied ? 'boards.saveAs' : 'boards.create')}
      description={t('boards.createBody')}
      action={t('boards.createAction')}
      initial={initial}
      decision={decision}
      onName={(name) => void decision.send(command(name))}
      onClose={onClose}
    />
  );
}

interface OfBoard {
  readonly board: ListedBoard;
  readonly onClose: () => void;
}

function RenameDialog({ board, onClose }: OfBoard): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('boards.rename', onClose);
  const command = (name: string): CommandData<'boards.rename'> => ({
    boardId: board.id,
    name,
    expected: board.version,
  });
  const kept = useForm(RENAMED_BOARDS, board.id, ({ name }) => command(name));
  return (
    <NameDialog
      kept={kept}
      title={t('boards.rename')}
      action={t('boards.renameAction')}
      initial={board.name}
      decision={decision}
      onName={(name) => void decision.send(command(name))}
      onClose={onClose}
    />
  );
}

/** Shows a board to everybody, or to its owner only. */
function ShareDialog({ board, onClose }: OfBoard): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('boards.share', onClose);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(board.shared ? 'boards.unshareTitle' : 'boards.shareTitle', { name: board.name })}
      body={decision.problem ?? t(board.shared ? 'boards.unshareBody' : 'boards.shareBody')}
      action={t(board.shared ? 'boards.unshare' : 'boards.share')}
      busy={decision.busy}
      onConfirm={() =>
        void decision.send({ boardId: board.id, shared: !board.shared, expected: board.version })
      }
    />
  );
}

function RemoveDialog({ board, onGone, onClose }: OfBoard & { readonly onGone: () => void }): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('boards.remove', () => {
    onClose();
    onGone();
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('boards.removeTitle', { name: board.name })}
      body={decision.problem ?? t(board.shared ? 'boards.removeShared' : 'boards.removeMine')}
      action={t('boards.remove')}
      danger
      busy={decision.busy}
      onConfirm={() => void decision.send({ boardId: board.id, expected: board.version })}
    />
  );
}
