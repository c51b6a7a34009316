import { Eraser, Forward, Lock, PenLine, RotateCw, Trash2 } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { isLargeEmoji } from '#shared/domain/emoji.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { LinkedText } from '../../components/linked-text.tsx';
import { MaskedHint } from '../../components/masked-hint.tsx';
import { MentionedText } from '../../components/mentioned-text.tsx';
import { RedactDialog } from '../../components/redact-dialog.tsx';
import { RemovedMessage } from '../../components/removed-message.tsx';
import { ShareMessageDialog } from '../../components/share-message-dialog.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { cx } from '../../lib/cx.ts';
import { askToEdit } from '../../stores/asking.ts';
import { discardCommand, isEditable, retryCommand, useOutbox } from '../../stores/outbox.ts';
import { useCan, useSession } from '../../stores/session.ts';
import { MessageFiles } from './attachments/index.ts';
import type { Hit } from './find/use-find.ts';
import { Receipt } from './receipt.tsx';
import { NamedItems } from './stock/named-items.tsx';
import type { TimelineEntry } from './timeline.ts';

/** The actions for a message that the server refused. */
function Failed({ message }: { readonly message: MessageRow }): ReactNode {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { commandId } = message;
  if (commandId === null) return null;
  const settle = (action: (id: string) => void): void => {
    action(commandId);
  };
  return (
    <div role="alert" className="mt-1 flex flex-wrap items-center justify-end gap-1.5 text-xs text-crit">
      <span>{t('chat.receipt.failedWhy', { reason: message.error ?? t('errors.unknown') })}</span>
      <Button size="sm" icon={RotateCw} onClick={() => settle(retryCommand)}>
        {t('chat.receipt.retry')}
      </Button>
      <Button size="sm" variant="danger" icon={Trash2} onClick={() => setAsking(true)}>
        {t('chat.receipt.discard')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('chat.receipt.discardTitle')}
        body={t('chat.receipt.discardBody')}
        action={t('chat.receipt.discardAction')}
        danger
        onConfirm={() => {
          setAsking(false);
          settle(discardCommand);
        }}
      />
    </div>
  );
}

/** Opens the editor of a message that waits and was never sent. Nothing for any other, and without tokens. */
function EditWaiting({ message: { commandId } }: { readonly message: MessageRow }): ReactNode {
  const { t } = useTranslation();
  const entry = useOutbox((state) => (commandId === null ? undefined : state.entries.get(commandId)));
  const review = useSession((state) => state.session?.review ?? false);
  if (entry === undefined || review || !isEditable(entry)) return null;
  return (
    <button
      type="button"
      onClick={() => askToEdit(entry)}
      className="inline-flex h-6 items-center gap-1 rounded-sm px-1 text-2xs font-medium text-ink-3 hover:bg-hover hover:text-ink"
    >
      <PenLine size={11} aria-hidden />
      {t('chat.receipt.edit')}
    </button>
  );
}

/** Shares a message into a room of the team. */
function Share({ message: { conversationId, id } }: { readonly message: MessageRow }): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('rooms:write');
  const [sharing, setSharing] = useState(false);
  if (!allowed) return null;
  return (
    <>
      <IconButton
        size="sm"
        icon={Forward}
        repeated
        label={t('rooms.shared.share')}
        onClick={() => setSharing(true)}
        className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100"
      />
      {sharing && (
        <ShareMessageDialog shared={{ conversationId, messageId: id }} onClose={() => setSharing(false)} />
      )}
    </>
  );
}

/** The text of a private note, with the colleagues whom it mentions. */
function NoteText({ text }: { readonly text: string }): ReactNode {
  return <MentionedText text={text} people={useTeam()} />;
}

/** Removes a message for good, for administrators. */
function Redact({ message: { conversationId, id } }: { readonly message: MessageRow }): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('chat:redact');
  const [asking, setAsking] = useState(false);
  if (!allowed) return null;
  return (
    <>
      <IconButton
        size="sm"
        icon={Eraser}
        repeated
        label={t('chat.redact.open')}
        onClick={() => setAsking(true)}
        className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100"
      />
      {asking && (
        <RedactDialog
          message={{ type: 'chat.redact_message', conversationId, messageId: id }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** One message: the customer's on the left, the team's on the right, notes set apart, system lines centred. */
export const MessageView = memo(function MessageView({
  entry,
  customer,
  found,
}: {
  readonly entry: TimelineEntry;
  readonly customer: string;
  /** What a search found in the message. */
  readonly found?: Pick<Hit, 'marks' | 'files'> | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { message, head } = entry;
  const { author, kind } = message;
  const time = format.time(message.at);
  if (kind === 'system') {
    return (
      <p className="py-1.5 text-center text-xs text-ink-3">
        <bdi>{message.body}</bdi> · <time dateTime={new Date(message.at).toISOString()}>{time}</time>
      </p>
    );
  }
  const ours = author.kind !== 'customer';
  const note = kind === 'note';
  return (
    <div
      className={cx('group flex flex-col', ours ? 'items-end' : 'items-start', head ? 'pt-2.5' : 'pt-0.5')}
    >
      {head && (
        <div className="mb-0.5 flex items-baseline gap-1.5 px-0.5 text-2xs text-ink-3">
          <span dir="auto" className="font-medium text-ink-2">
            {author.name}
          </span>
          <time dateTime={new Date(message.at).toISOString()} title={format.dateTime(message.at)}>
            {time}
          </time>
        </div>
      )}
      <div className={cx('flex w-full items-center gap-1', ours && 'flex-row-reverse')}>
        <div
          title={head ? undefined : format.dateTime(message.at)}
          className={cx(
            'max-w-[min(34rem,82%)] rounded-lg px-3 py-1.5 text-md break-words whitespace-pre-wrap proportional-nums',
            note
              ? 'border border-dashed border-warn bg-warn-soft text-ink'
              : ours
                ? 'bg-accent-soft text-ink'
                : 'border border-line bg-surface',
            message.receipt === 'failed' && 'outline outline-1 outline-crit',
            (message.receipt === 'queued' || message.receipt === 'sending') && 'opacity-85',
          )}
        >
          {note && (
            <span
              className="mb-0.5 flex items-center gap-1 text-2xs font-semibold text-warn"
              title={t('chat.messages.noteExplain')}
            >
              <Lock size={10} aria-hidden />
              {t('chat.messages.note')}
            </span>
          )}
          {message.redacted !== null && <RemovedMessage redacted={message.redacted} />}
          {/* Each line of a message may run in its own direction. */}
          {message.body !== '' && (
            <span
              dir="auto"
              className={cx(
                'block [overflow-wrap:anywhere] [unicode-bidi:plaintext]',
                isLargeEmoji(message.body) && 'text-[32px] leading-tight',
              )}
            >
              {note && found === undefined ? (
                <NoteText text={message.body} />
              ) : (
                <LinkedText text={message.body} marks={found?.marks} />
              )}
            </span>
          )}
          {message.attachments.length > 0 && (
            <MessageFiles attachments={message.attachments} found={found?.files} />
          )}
        </div>
        {message.seq > 0 && message.redacted === null && (
          <>
            <Share message={message} />
            <Redact message={message} />
          </>
        )}
      </div>
      {message.redacted === null && <MaskedHint masked={message.masked} />}
      {!ours && kind === 'text' && <NamedItems text={message.body} conversationId={message.conversationId} />}
      {ours && message.receipt !== null && (
        <div className="flex items-center gap-1.5 px-0.5 not-empty:mt-0.5">
          {message.receipt === 'queued' && <EditWaiting message={message} />}
          {entry.receipt && !(note && message.receipt !== 'failed' && message.seq > 0) && (
            <Receipt state={message.receipt} customer={customer} />
          )}
        </div>
      )}
      {message.receipt === 'failed' && <Failed message={message} />}
    </div>
  );
});
