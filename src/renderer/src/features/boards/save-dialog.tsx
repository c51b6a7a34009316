import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { type Draft, endDraft } from './draft.ts';

/**
 * Saves the board that is being edited. If somebody else has saved it meanwhile, lets the user choose; until then nothing is lost.
 * Otherwise it asks nothing.
 */
export function SaveDialog({
  draft,
  board,
  onCopy,
  onClose,
}: {
  readonly draft: Draft;
  readonly board: ListedBoard;
  /** Keeps the user's own as another board. */
  readonly onCopy: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const decision = useDecision('boards.save', () => {
    endDraft();
    onClose();
  });
  const save = (expected: number): void =>
    void decision.send({ boardId: board.id, name: board.name, widgets: [...draft.widgets], expected });
  const base = draft.base ?? 0;
  // The user's own save makes another version, too, so this is what was true when it was asked.
  const [othersBefore] = useState(board.version !== base);
  const refused = decision.refusal?.code === 'conflict';
  const others = othersBefore || refused;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || othersBefore) return;
    begun.current = true;
    save(base);
  });
  if (!others && decision.problem === null) return null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="lg"
      title={t(others ? 'boards.conflictTitle' : 'boards.failedTitle', { name: board.name })}
      description={
        others
          ? t('boards.conflictBody', { name: board.changedBy, when: format.dateTime(board.changedAt) })
          : undefined
      }
      footer={
        <>
          <Button onClick={onClose}>{t('boards.keepEditing')}</Button>
          <Button
            onClick={() => {
              endDraft();
              onClose();
            }}
          >
            {t('boards.takeTheirs')}
          </Button>
          <Button onClick={onCopy}>{t('boards.keepCopy')}</Button>
          <Button variant="primary" busy={decision.busy} onClick={() => save(board.version)}>
            {t('boards.takeMine')}
          </Button>
        </>
      }
    >
      {decision.problem !== null && (
        <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-crit">
          {decision.problem}
        </p>
      )}
      <p className="text-ink-2 proportional-nums">
        {t('boards.conflictWidgets', { theirs: board.widgets.length, mine: draft.widgets.length })}
      </p>
    </Dialog>
  );
}
