import { Plus, RotateCcw, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sameWidgets } from '#shared/domain/boards.ts';
import { Button } from '../../components/button.tsx';
import { useSession } from '../../stores/session.ts';
import { changeDraft, type Draft, endDraft, undoDraft } from './draft.ts';
import { useStandardWidgets } from './use-boards.ts';

/** What can be done while a board is edited. */
export function EditBar({
  draft,
  name,
  changed,
  onAdd,
  onSave,
}: {
  readonly draft: Draft;
  readonly name: string;
  readonly changed: boolean;
  readonly onAdd: () => void;
  readonly onSave: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const standard = useStandardWidgets();
  const signedIn = useSession(({ session }) => session?.user !== null);
  return (
    <section
      aria-label={t('boards.editing', { name })}
      data-no-print
      className="sticky top-0 z-20 mb-3 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-raised px-3 py-2 shadow-pop"
    >
      <p className="min-w-0 flex-1 basis-56">
        <span dir="auto" className="block truncate font-semibold">
          {t('boards.editing', { name })}
        </span>
        <span className="block text-xs text-ink-2">{t('boards.editingBody')}</span>
      </p>
      <Button size="sm" icon={Plus} onClick={onAdd}>
        {t('boards.addWidget')}
      </Button>
      <Button size="sm" icon={Undo2} disabled={draft.steps.length === 0} onClick={undoDraft}>
        {t('boards.undo')}
      </Button>
      <Button
        size="sm"
        icon={RotateCcw}
        disabled={sameWidgets(draft.widgets, standard)}
        onClick={() => changeDraft(() => standard)}
      >
        {t('boards.reset')}
      </Button>
      <Button size="sm" onClick={endDraft}>
        {t(changed ? 'boards.discard' : 'boards.stop')}
      </Button>
      <Button size="sm" variant="primary" disabled={!changed || !signedIn} onClick={onSave}>
        {t('boards.save')}
      </Button>
    </section>
  );
}
