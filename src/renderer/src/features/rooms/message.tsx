import { AtSign, Eraser, Pin, PinOff, RotateCw, Trash2 } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomMessageRow } from '#shared/bridge/rooms.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { isLargeEmoji } from '#shared/domain/emoji.ts';
import { mayRedact } from '#shared/domain/rooms.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { MaskedHint } from '../../components/masked-hint.tsx';
import { MentionedText } from '../../components/mentioned-text.tsx';
import { RedactDialog } from '../../components/redact-dialog.tsx';
import { RemovedMessage } from '../../components/removed-message.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { discardCommand, retryCommand } from '../../stores/outbox.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import { ExportedLine } from './exported-line.tsx';
import { RoomReceipt } from './receipt.tsx';
import { SharedCard } from './shared-card.tsx';
import type { RoomEntry } from './timeline.ts';

/** The text of a message, with the people it mentions set apart. */
function Body({
  message: { body, mentions },
  people,
}: {
  readonly message: RoomMessageRow;
  readonly people: readonly TeamUser[];
}): ReactNode {
  return (
    <p
      dir="auto"
      className={cx(
        'break-words [overflow-wrap:anywhere] whitespace-pre-wrap proportional-nums [unicode-bidi:plaintext]',
        isLargeEmoji(body) ? 'text-[32px] leading-tight' : 'text-md',
      )}
    >
      <MentionedText text={body} people={people.filter(({ id }) => mentions.includes(id))} />
    </p>
  );
}

/** The actions for a message that the server refused. */
function Failed({ message }: { readonly message: RoomMessageRow }): ReactNode {
  const { t } = useTranslation();
  const { commandId } = message;
  if (commandId === null) return null;
  return (
    <div role="alert" className="mt-1 flex flex-wrap items-center gap-1.5 text-xs text-crit">
      <span>{t('rooms.receipt.failedWhy', { reason: message.error ?? t('errors.unknown') })}</span>
      <Button size="sm" icon={RotateCw} onClick={() => retryCommand(commandId)}>
        {t('rooms.receipt.retry')}
      </Button>
      <Button size="sm" variant="danger" icon={Trash2} onClick={() => discardCommand(commandId)}>
        {t('rooms.receipt.discard')}
      </Button>
    </div>
  );
}

function PinButton({
  message,
  pinned,
}: {
  readonly message: RoomMessageRow;
  readonly pinned: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const pin = useCommand('rooms.pin');
  const unpin = useCommand('rooms.unpin');
  const data = { roomId: message.roomId, messageId: message.id };
  return (
    <IconButton
      size="sm"
      icon={pinned ? PinOff : Pin}
      label={t(pinned ? 'rooms.messages.unpin' : 'rooms.messages.pin')}
      onClick={() => void (pinned ? unpin : pin).submit(data)}
      className={cx(
        'absolute top-0.5 right-0 bg-canvas',
        !pinned &&
          'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100',
      )}
    />
  );
}

/** Removes a message for good: for its author, and for administrators who see the room. */
function RedactButton({ message }: { readonly message: RoomMessageRow }): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId() ?? '';
  const administrates = useCan('rooms:redact');
  const [asking, setAsking] = useState(false);
  if (!mayRedact(message, { userId, administrates })) return null;
  const { roomId, id: messageId } = message;
  return (
    <>
      <IconButton
        size="sm"
        icon={Eraser}
        label={t('chat.redact.open')}
        onClick={() => setAsking(true)}
        className="absolute top-0.5 right-7 bg-canvas opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100"
      />
      {asking && (
        <RedactDialog
          message={{ type: 'rooms.redact_message', roomId, messageId }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** One message of a room. Those that mention the reader are marked at their edge, and in words. */
export const RoomMessageView = memo(function RoomMessageView({
  entry: { message, head },
  people,
  pinned,
  open,
}: {
  readonly entry: RoomEntry;
  readonly people: readonly TeamUser[];
  readonly pinned: boolean;
  /** Whether the room can be changed. */
  readonly open: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const userId = useUserId();
  const canWrite = useCan('rooms:write');
  const { receipt } = message;
  if (message.exported !== null)
    return <ExportedLine author={message.authorName} at={message.at} reason={message.exported} />;
  const mentioned = userId !== null && message.mentions.includes(userId);
  return (
    <article
      aria-label={t('rooms.messages.by', { author: message.authorName, time: format.time(message.at) })}
      data-mentioned={mentioned ? '' : undefined}
      className={cx(
        'group relative flex gap-2.5 rounded-md border-l-2 pr-15 pl-2',
        head ? 'pt-2.5' : 'pt-0.5',
        mentioned ? 'border-accent bg-accent-soft/40' : 'border-transparent',
        (receipt === 'queued' || receipt === 'sending') && 'opacity-85',
      )}
    >
      <span className="w-8 shrink-0">{head && <Avatar name={message.authorName} />}</span>
      <div className="min-w-0 flex-1 pb-0.5">
        {head && (
          <div className="mb-0.5 flex items-baseline gap-1.5 text-2xs text-ink-3">
            <span dir="auto" className="text-xs font-semibold text-ink">
              {message.authorName}
            </span>
            <time dateTime={new Date(message.at).toISOString()} title={format.dateTime(message.at)}>
              {format.time(message.at)}
            </time>
            {mentioned && (
              <span className="inline-flex items-center gap-0.5 font-medium text-accent-ink">
                <AtSign size={10} aria-hidden />
                {t('rooms.messages.mentionsYou')}
              </span>
            )}
          </div>
        )}
        {message.redacted !== null && <RemovedMessage redacted={message.redacted} />}
        {message.body !== '' && <Body message={message} people={people} />}
        {message.redacted === null && <MaskedHint masked={message.masked} />}
        {message.shared !== null && <SharedCard shared={message.shared} />}
        {receipt !== null && receipt !== 'sent' && <RoomReceipt state={receipt} />}
        {receipt === 'failed' && <Failed message={message} />}
      </div>
      {canWrite && message.seq > 0 && message.redacted === null && (
        <>
          <RedactButton message={message} />
          {open && <PinButton message={message} pinned={pinned} />}
        </>
      )}
    </article>
  );
});
