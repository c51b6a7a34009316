import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';

/** The frame of the editors of canned replies and macros: what is edited, what is wrong, and the buttons. */
export function EditorFrame({
  title,
  changed,
  actions,
  conflict,
  problem,
  busy,
  editable,
  begun,
  readOnly,
  onSave,
  onDiscard,
  children,
}: {
  readonly title: string;
  readonly changed: ReactNode;
  readonly actions: ReactNode;
  readonly conflict: ReactNode;
  readonly problem: string | null;
  readonly busy: boolean;
  readonly editable: boolean;
  /** Whether something was typed that is not saved. */
  readonly begun: boolean;
  /** Why nothing can be changed, where it cannot. */
  readonly readOnly: string;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (editable && !busy) onSave();
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate text-md font-semibold proportional-nums">
            {title}
          </h2>
          {changed}
        </div>
        {actions}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-[52rem] flex-col gap-4 p-4">
          {!editable && <p className="rounded-md bg-sunken px-3 py-2 text-ink-2">{readOnly}</p>}
          {conflict}
          {children}
        </div>
      </div>
      {editable && (
        <footer className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2.5">
          {problem !== null && (
            <p role="alert" className="min-w-0 flex-1 text-crit proportional-nums">
              {problem}
            </p>
          )}
          {problem === null && (
            <p className="min-w-0 flex-1 text-xs text-ink-3">{begun && t('canned.editor.unsaved')}</p>
          )}
          <Button disabled={!begun || busy} onClick={onDiscard}>
            {t('canned.editor.discard')}
          </Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!begun}>
            {t('common.save')}
          </Button>
        </footer>
      )}
    </form>
  );
}

/** Who may see a record, who changed it last, and when. */
export function ChangedLine({
  record: { mine, changedBy, changedAt },
}: {
  readonly record: { readonly mine: boolean; readonly changedBy: string; readonly changedAt: number };
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="truncate text-xs text-ink-3 proportional-nums">
      {t(mine ? 'canned.visible.own' : 'canned.visible.shared')} ·{' '}
      {t('canned.editor.changed', { name: changedBy, when: format.dateTime(changedAt) })}
    </p>
  );
}

/** Asks before a canned reply or a macro is deleted. */
export function RemoveDialog<T extends 'canned.remove' | 'canned.remove_macro'>({
  name,
  shared,
  command,
  data,
  onDone,
  onClose,
}: {
  readonly name: string;
  readonly shared: boolean;
  readonly command: T;
  readonly data: CommandData<T>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision(command, onDone);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('canned.editor.removeTitle', { name })}
      body={decision.problem ?? t(shared ? 'canned.editor.removeShared' : 'canned.editor.removeOwn')}
      action={t('canned.editor.remove')}
      danger
      busy={decision.busy}
      onConfirm={() => void decision.send(data)}
    />
  );
}
