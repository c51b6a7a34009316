import { LayoutDashboard, Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import { sameWidgets } from '#shared/domain/boards.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { EmptyState, Skeleton } from '../../components/states.tsx';
import { useCan, useUserId } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { type Asked, BoardDialog } from './board-dialog.tsx';
import { BoardsMenu } from './boards-menu.tsx';
import { Catalogue } from './catalogue.tsx';
import { beginDraft, endDraft, useDraft } from './draft.ts';
import { EditBar } from './edit-bar.tsx';
import { FirstSteps } from './first-steps.tsx';
import { BoardGrid } from './grid.tsx';
import { PrintHeading } from './print-heading.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useScope } from './scope.ts';
import { ScopeControls } from './scope-controls.tsx';
import { type ShownBoard, useOpenBoard } from './use-boards.ts';
import { WallDialog } from './wall/wall-dialog.tsx';

/** The store at a glance: a board of widgets, each about the period and the location of the page. */
export default function LivePage(): ReactNode {
  const { t } = useTranslation();
  const [scope, setScope] = useScope();
  const userKey = useUserId() ?? '';
  const { boards, board, gone, open } = useOpenBoard();
  const [asked, ask] = useState<Asked | null>(null);
  const [wall, setWall] = useState(false);
  const edit = (): void => {
    const other = beginDraft(board);
    if (other === null) return;
    open(other);
    toast({ id: 'board-draft', tone: 'accent', title: (say) => say.t('boards.editedFirst') });
  };
  return (
    <Page title={t('live.title')}>
      <div className="flex h-full min-h-0 flex-col" key={userKey}>
        {boards === undefined ? (
          <Skeleton className="m-4 h-full" />
        ) : (
          <OpenBoard
            key={board.id}
            board={board}
            gone={gone}
            scope={scope}
            onScope={setScope}
            onAsk={ask}
            onEdit={edit}
            menu={
              <BoardsMenu
                board={board}
                boards={boards}
                onOpen={open}
                onAsk={ask}
                onEdit={edit}
                onWall={() => setWall(true)}
              />
            }
          />
        )}
      </div>
      {asked !== null && (
        <BoardDialog
          asked={asked}
          onOpen={(id, created) => {
            if (created) endDraft();
            open(id);
          }}
          onClose={() => ask(null)}
        />
      )}
      {wall && <WallDialog boards={boards ?? []} board={board} onClose={() => setWall(false)} />}
    </Page>
  );
}

/** A board, as it is saved or as it is being edited. */
function OpenBoard({
  board,
  gone,
  scope,
  menu,
  onScope,
  onAsk,
  onEdit,
}: {
  readonly board: ShownBoard;
  /** Whether another board was asked for, which is gone. */
  readonly gone: boolean;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  /** The menu of boards; it gives way to the tools of editing. */
  readonly menu: ReactNode;
  readonly onAsk: (asked: Asked) => void;
  readonly onEdit: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('boards:write');
  const draft = useDraft((state) => (state.draft?.boardId === board.id ? state.draft : null));
  const [adding, setAdding] = useState(false);
  const [saving, setSaving] = useState(false);
  const widgets = draft?.widgets ?? board.widgets;
  const saveCopy = (): void => {
    setSaving(false);
    const name = board.listed === null ? t('boards.ownName') : t('boards.copyOf', { name: board.name });
    onAsk({ kind: 'create', name, widgets, copied: true });
  };
  // A board that the user may not change, and the standard one, are saved as a board of their own.
  const save = board.mayChange ? () => setSaving(true) : saveCopy;
  return (
    <>
      <div
        data-no-print
        className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2"
      >
        {draft === null && menu}
        <ScopeControls scope={scope} onChange={onScope} />
        <span className="flex-1" />
        {draft === null && canWrite && (
          <Button size="sm" variant="ghost" icon={Pencil} onClick={onEdit}>
            {t('boards.edit')}
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-auto p-3 wide:p-4">
        {gone && (
          <p role="status" className="mb-3 rounded-md bg-sunken px-3 py-2 text-ink-2">
            {t(draft === null ? 'boards.gone' : 'boards.goneEdited')}
          </p>
        )}
        <div data-no-print>
          <FirstSteps />
        </div>
        <PrintHeading name={board.name} scope={scope} />
        {draft !== null && (
          <EditBar
            draft={draft}
            name={board.name}
            changed={!sameWidgets(draft.widgets, board.widgets)}
            onAdd={() => setAdding(true)}
            onSave={save}
          />
        )}
        {widgets.length === 0 && (
          <EmptyState
            icon={LayoutDashboard}
            title={t('boards.empty')}
            body={t('boards.emptyBody')}
            action={
              canWrite && (
                <Button
                  variant="primary"
                  onClick={() => {
                    if (draft === null) onEdit();
                    setAdding(true);
                  }}
                >
                  {t('boards.addWidget')}
                </Button>
              )
            }
          />
        )}
        <BoardGrid widgets={widgets} scope={scope} editing={draft !== null} />
      </div>
      {adding && draft !== null && <Catalogue widgets={draft.widgets} onClose={() => setAdding(false)} />}
      {saving && draft !== null && board.listed !== null && (
        <SaveDialog draft={draft} board={board.listed} onCopy={saveCopy} onClose={() => setSaving(false)} />
      )}
    </>
  );
}
