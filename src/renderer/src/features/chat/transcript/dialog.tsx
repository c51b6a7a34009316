import { type ReactNode, useState } from 'react';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useSay } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { type ExportChoice, type TranscriptExport, useExport } from './use-export.ts';

/** Asks for the kind of file and whether private notes are included, then exports the conversation. */
export default function TranscriptDialog({
  conversation,
  onClose,
}: {
  readonly conversation: ConversationRow;
  readonly onClose: () => void;
}): ReactNode {
  const say = useSay();
  const { t } = say;
  // Notes never leave the team unless somebody says so, each time.
  const [choice, setChoice] = useState<ExportChoice>({ format: 'pdf', withNotes: false });
  const work = useExport(conversation, onClose);
  const { step } = work;
  const busy = step.kind === 'reading' || step.kind === 'writing';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('chat.transcript.action')}
      description={t('chat.transcript.explain', { name: conversation.customer.name })}
      footer={<Buttons work={work} choice={choice} onClose={onClose} />}
    >
      <fieldset disabled={busy} className="flex flex-col items-start gap-3">
        <Segmented<ExportChoice['format']>
          value={choice.format}
          label={t('chat.transcript.format')}
          segments={[
            { value: 'pdf', label: 'PDF' },
            { value: 'html', label: 'HTML' },
            { value: 'text', label: t('chat.transcript.text') },
          ]}
          onChange={(format) => setChoice({ ...choice, format })}
        />
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            checked={choice.withNotes}
            onChange={(event) => setChoice({ ...choice, withNotes: event.target.checked })}
            className="mt-[3px]"
          />
          <span>
            {t('chat.transcript.include')}
            <span className="block text-xs text-ink-3">{t('chat.transcript.includeHint')}</span>
          </span>
        </label>
      </fieldset>
      <Progress work={work} />
      {step.kind === 'failed' && (
        <p role="alert" className="mt-3 text-crit">
          {problemText(say, step.error)}
        </p>
      )}
    </Dialog>
  );
}

function Progress({ work: { step } }: { readonly work: TranscriptExport }): ReactNode {
  const { t, format } = useSay();
  const live = useIsLive();
  if (step.kind === 'choose')
    return (
      <p className="mt-3 text-xs text-ink-3">
        {t(live ? 'chat.transcript.fetches' : 'chat.transcript.offline')}
      </p>
    );
  if (step.kind === 'missing') {
    const oldest = step.found.messages[0]?.at;
    return (
      <p role="alert" className="mt-3 rounded-md bg-warn-soft px-3 py-2 text-warn">
        {oldest === undefined
          ? t('chat.transcript.missingAll')
          : t('chat.transcript.missing', { from: format.dateTime(oldest) })}
      </p>
    );
  }
  if (step.kind === 'failed') return null;
  const { kind, messages, total } = step;
  const text = t(`chat.transcript.${kind}`, { count: messages, formatted: format.integer(messages) });
  return (
    <div role="status" className="mt-3 text-xs text-ink-2">
      <progress
        aria-label={text}
        className="block h-1.5 w-full"
        {...(total === null || total === 0 ? {} : { value: messages, max: total })}
      />
      <p className="mt-1">{text}</p>
    </div>
  );
}

function Buttons({
  work: { step, start, goOn, cancel },
  choice,
  onClose,
}: {
  readonly work: TranscriptExport;
  readonly choice: ExportChoice;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSay();
  if (step.kind === 'reading' || step.kind === 'writing')
    return <Button onClick={cancel}>{t('chat.transcript.stop')}</Button>;
  if (step.kind === 'missing')
    return (
      <>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button onClick={() => void start(choice)}>{t('common.tryAgain')}</Button>
        <Button variant="primary" onClick={() => void goOn(choice, step.found)}>
          {t('chat.transcript.anyway')}
        </Button>
      </>
    );
  return (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" onClick={() => void start(choice)}>
        {t('chat.transcript.save')}
      </Button>
    </>
  );
}
