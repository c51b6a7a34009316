import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { SendQuestion } from '../../../components/send-question.tsx';

/** How many of the newer messages are shown. */
const SHOWN = 3;

/** Asks whether a reply is to be sent, though others have written since it was written. */
export function NewerQuestion({
  messages,
  onKeep,
  onSend,
}: {
  readonly messages: readonly MessageRow[];
  readonly onKeep: () => void;
  readonly onSend: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <SendQuestion
      title={t('chat.newer.title', { count: messages.length })}
      first={{ label: t('chat.newer.keep'), onChoose: onKeep }}
      second={{ label: t('chat.newer.send'), onChoose: onSend }}
    >
      {messages.slice(-SHOWN).map(({ id, author, body }) => (
        <li key={id} className="truncate">
          <bdi className="font-medium">{author.name}</bdi>: <bdi>{body}</bdi>
        </li>
      ))}
    </SendQuestion>
  );
}
