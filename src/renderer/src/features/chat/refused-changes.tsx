import { CircleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { Button } from '../../components/button.tsx';
import { useSay } from '../../hooks/use-say.ts';
import { commandName } from '../../i18n/commands.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { discardCommand, isExpired, isRetryable, retryCommand, useOutbox } from '../../stores/outbox.ts';

/** The changes that are named one by one; the outbox has all. */
const SHOWN = 3;

/** Whether a command is a change of the conversation that was refused. Refused messages stand where they were written. */
function isRefusedChange(entry: OutboxEntry, conversationId: string): boolean {
  return (
    entry.state === 'refused' &&
    entry.subject === `chat:${conversationId}` &&
    entry.type !== 'chat.send_message' &&
    entry.discarded !== true &&
    !isExpired(entry)
  );
}

/** Says which changes of a conversation the gateway has refused, until they are made again or discarded. */
export function RefusedChanges({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useTranslation();
  const entries = useOutbox((state) => state.entries);
  const refused = useMemo(
    () => [...entries.values()].filter((entry) => isRefusedChange(entry, conversationId)).slice(-SHOWN),
    [entries, conversationId],
  );
  if (refused.length === 0) return null;
  return (
    <ul aria-label={t('chat.refused.label')} className="shrink-0 border-b border-line bg-crit-soft text-xs">
      {refused.map((entry) => (
        <Refused key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

function Refused({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t, i18n } = useTranslation();
  const say = useSay();
  const what = commandName(i18n, entry.type);
  return (
    <li data-refused={entry.type} className="flex items-center gap-2 px-4 py-1 text-crit">
      <CircleAlert size={13} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 break-words">
        {t('chat.refused.line', {
          what,
          reason: entry.error === null ? '' : refusalSentence(say, entry.error),
        })}
      </span>
      {isRetryable(entry) && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t('chat.refused.again', { what })}
          onClick={() => retryCommand(entry.id)}
        >
          {t('chat.receipt.retry')}
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('chat.refused.discard', { what })}
        onClick={() => discardCommand(entry.id)}
      >
        {t('chat.receipt.discard')}
      </Button>
    </li>
  );
}
