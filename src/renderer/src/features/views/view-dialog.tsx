import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedView } from '#shared/bridge/views.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { NameDialog } from '../../components/name-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useForm } from '../../hooks/use-form.ts';
import { newId } from '../../lib/new-id.ts';
import { NEW_VIEWS, RENAMED_VIEWS } from './name-forms.ts';
import { SaveDialog } from './save-dialog.tsx';
import type { ShownView } from './use-views.ts';

/** What the user wants to do with a view, and the version that they saw. */
export interface Asked {
  readonly kind: 'create' | 'save' | 'rename' | 'share' | 'remove';
  readonly expected: number;
  /** The view as it was then. One that is being deleted is in no list any more, and its dialog must hear the answer. */
  readonly view: ListedView | null;
}

interface Props {
  readonly asked: Asked;
  readonly shown: ShownView;
  readonly view: ListedView | null;
  readonly onClose: () => void;
}

/** Does what was asked, after a question where it needs one. */
export function ViewDialog(props: Props): ReactNode {
  const { asked, view } = props;
  if (asked.kind === 'create') return <CreateDialog {...props} />;
  if (view === null) return null;
  const one = { ...props, view };
  switch (asked.kind) {
    case 'save':
      return <SaveDialog {...one} />;
    case 'rename':
      return <RenameDialog {...one} />;
    case 'share':
      return <ShareDialog {...one} />;
    case 'remove':
      return <RemoveDialog {...one} />;
  }
}

type WithView = Props & { readonly view: ListedView };

function CreateDialog({ shown, view, onClose }: Props): ReactNode {
  const { t } = useTranslation();
  const id = useRef('');
  if (id.current === '') id.current = newId();
  const decision = useDecision('views.save', () => {
    shown.onOpen(id.current);
    onClose();
  });
  const { page, content } = shown;
  const command = (name: string): CommandData<'views.save'> => ({
    viewId: id.current,
    page,
    name,
    content,
    expected: null,
  });
  const kept = useForm(NEW_VIEWS, page, ({ name }) => command(name));
  return (
    <NameDialog
      kept={kept}
      title={t('views.create', { context: page })}
      description={t('views.createBody', { context: page })}
      action={t('views.createAction', { context: page })}
      initial={view === null ? '' : t('views.copyOf', { name: view.name })}
      decision={decision}
      onName={(name) => void decision.send(command(name))}
      onClose={onClose}
    />
  );
}

function RenameDialog({ asked: { expected }, view, onClose }: WithView): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('views.rename', onClose);
  const command = (name: string): CommandData<'views.rename'> => ({ viewId: view.id, name, expected });
  const kept = useForm(RENAMED_VIEWS, view.id, ({ name }) => command(name));
  return (
    <NameDialog
      kept={kept}
      title={t('views.rename', { context: view.page })}
      action={t('views.renameAction')}
      initial={view.name}
      decision={decision}
      onName={(name) => void decision.send(command(name))}
      onClose={onClose}
    />
  );
}

/** Shows a view to everybody, or to its owner only. */
function ShareDialog({ asked: { expected }, view, onClose }: WithView): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('views.share', onClose);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(view.shared ? 'views.unshareTitle' : 'views.shareTitle', { name: view.name })}
      body={
        decision.problem ?? t(view.shared ? 'views.unshareBody' : 'views.shareBody', { context: view.page })
      }
      action={t(view.shared ? 'views.unshare' : 'views.share')}
      busy={decision.busy}
      onConfirm={() => void decision.send({ viewId: view.id, shared: !view.shared, expected })}
    />
  );
}

function RemoveDialog({ asked: { expected }, view, shown, onClose }: WithView): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('views.remove', () => {
    shown.onOpen(null);
    onClose();
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('views.removeTitle', { name: view.name })}
      body={
        decision.problem ?? t(view.shared ? 'views.removeShared' : 'views.removeMine', { context: view.page })
      }
      action={t('views.remove', { context: view.page })}
      danger
      busy={decision.busy}
      onConfirm={() => void decision.send({ viewId: view.id, expected })}
    />
  );
}
