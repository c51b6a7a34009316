import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { BridgeCallError } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextArea } from '../../components/field.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { useAbout } from '../../hooks/use-about.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { describeError } from '../../i18n/errors.ts';
import { textOf } from '../../lib/fields.ts';
import { stopAsking, useAsking } from '../../stores/asking.ts';
import { editMessage } from '../../stores/outbox.ts';

/** Lets the user change a message that was never sent. It keeps its place among the others. */
export function EditDialog(): ReactNode {
  const entry = useAsking((state) => state.editing);
  return entry === null ? null : <Editor key={entry.id} entry={entry} />;
}

function Editor({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t } = useTranslation();
  const { subject } = useAbout(entry);
  const [text, setText] = useState(() => textOf(entry.data, 'body') ?? '');
  const [problem, say] = useSaid();
  const input = useRef<HTMLTextAreaElement | null>(null);
  const empty = text.trim() === '';
  const save = async (): Promise<void> => {
    if (empty) return;
    try {
      await editMessage(entry, text.trim());
      stopAsking();
    } catch (error) {
      const late =
        error instanceof BridgeCallError && (error.code === 'conflict' || error.code === 'not_found');
      say((context) => (late ? context.t('outbox.edit.late') : describeError(context, error).detail));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && stopAsking()}
      initialFocus={input}
      title={t('outbox.edit.title')}
      description={subject ?? undefined}
      footer={
        <>
          <Button onClick={stopAsking}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={empty} onClick={() => void save()}>
            {t('outbox.edit.save')}
          </Button>
        </>
      }
    >
      <Field label={t('outbox.edit.label')} error={problem}>
        {(props) => (
          <TextArea
            {...props}
            ref={input}
            rows={5}
            dir="auto"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              say(null);
            }}
          />
        )}
      </Field>
    </Dialog>
  );
}
