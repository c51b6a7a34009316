import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { stopAsking, useAsking } from '../../stores/asking.ts';
import { discardCommand, hasArrived, useOutbox } from '../../stores/outbox.ts';

/** Asks before a change is discarded, and names it. The first focus keeps it. */
export function DiscardDialog(): ReactNode {
  const { t } = useTranslation();
  const asked = useAsking((state) => state.discarding);
  const newest = useOutbox((state) => (asked === null ? undefined : state.entries.get(asked.id)));
  const keep = useRef<HTMLButtonElement | null>(null);
  const entry = newest ?? asked;
  if (entry === null) return null;
  const late = hasArrived(entry);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && stopAsking()}
      initialFocus={keep}
      width="sm"
      title={t('outbox.discard.title')}
      description={late ? t('outbox.discard.late') : t('outbox.discard.body')}
      footer={
        <>
          <Button ref={keep} onClick={stopAsking}>
            {late ? t('common.close') : t('outbox.discard.keep')}
          </Button>
          {!late && (
            <Button
              variant="danger"
              onClick={() => {
                discardCommand(entry.id);
                stopAsking();
              }}
            >
              {t('common.discard')}
            </Button>
          )}
        </>
      }
    >
      <CommandLine entry={entry} />
    </Dialog>
  );
}
