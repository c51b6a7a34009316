import { type ReactNode, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { SkeletonRows } from '../../components/states.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNow } from '../../hooks/use-now.ts';
import { commandName } from '../../i18n/commands.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { discardCommand, isExpired, retryCommand, useOutbox } from '../../stores/outbox.ts';
import { dismissToast, EXPIRED_TOAST } from '../../stores/toasts.ts';
import { useUi } from '../../stores/ui.ts';
import { AnyCommand } from './any-command.tsx';

/**
 * Asks about commands that are not sent without asking, the oldest first: each shows what was meant and what stands now. Closing
 * the dialog decides nothing; the outbox in the top bar opens it again.
 */
export function ReviewDialog(): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { reviews } = useCatalog();
  const open = useUi((state) => state.reviewOpen);
  const entries = useOutbox((state) => state.entries);
  const expired = useMemo(
    () => [...entries.values()].filter(isExpired).sort((a, b) => a.createdAt - b.createdAt),
    [entries],
  );
  const [entry] = expired;
  const close = (): void => useUi.setState({ reviewOpen: false });
  if (entry === undefined) return null;
  const Review = reviews[entry.type] ?? AnyCommand;
  const decide = (run: (id: string) => void): void => {
    run(entry.id);
    if (expired.length > 1) return;
    close();
    dismissToast(EXPIRED_TOAST);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => useUi.setState({ reviewOpen: next })}
      title={t('review.title', { command: commandName(i18n, entry.type), count: expired.length })}
      description={t('review.explain', {
        age: format.age(entry.createdAt, now),
        reason: entry.error ? refusalSentence({ t, format }, entry.error) : '',
      })}
      footer={
        <>
          <Button variant="danger" onClick={() => decide(discardCommand)}>
            {t('common.discard')}
          </Button>
          <Button variant="primary" onClick={() => decide(retryCommand)}>
            {t('common.retry')}
          </Button>
        </>
      }
    >
      <Suspense fallback={<SkeletonRows />}>
        <Review key={entry.id} entry={entry} />
      </Suspense>
      {expired.length > 1 && (
        <p className="mt-3 text-xs text-ink-3">{t('review.more', { count: expired.length - 1 })}</p>
      )}
    </Dialog>
  );
}
