import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/overlay.tsx';
import { RelativeTime } from '../components/values.tsx';
import { commandName } from '../i18n/commands.ts';
import { answerLeaving, useLeaving } from '../stores/leaving.ts';
import { useSession } from '../stores/session.ts';

const MAX_ENTRIES = 12;

/** Names the unsent changes before the user signs out, and asks. */
export function LeavingDialog(): ReactNode {
  const { t, i18n } = useTranslation();
  const { leave, unsent } = useLeaving();
  const name = useSession((state) => state.session?.user?.name ?? '');
  return (
    <Dialog
      open={leave !== null}
      onOpenChange={(open) => !open && answerLeaving(false)}
      title={t('leaving.title', { count: unsent.length })}
      description={t('leaving.body', { name })}
      footer={
        <>
          <Button onClick={() => answerLeaving(false)}>{t('leaving.stay')}</Button>
          <Button variant="primary" onClick={() => answerLeaving(true)}>
            {t('leaving.leave')}
          </Button>
        </>
      }
    >
      <ul data-unsent={unsent.length}>
        {unsent.slice(0, MAX_ENTRIES).map((entry) => (
          <li key={entry.id} className="flex justify-between gap-3 py-1">
            <span className="truncate">{commandName(i18n, entry.type)}</span>
            <span className="shrink-0 text-ink-3">
              <RelativeTime at={entry.createdAt} />
            </span>
          </li>
        ))}
      </ul>
      {unsent.length > MAX_ENTRIES && (
        <p className="pt-1 text-xs text-ink-3">{t('outbox.more', { count: unsent.length - MAX_ENTRIES })}</p>
      )}
    </Dialog>
  );
}
