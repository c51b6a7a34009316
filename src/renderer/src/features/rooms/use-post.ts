import { useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { mentionedIds } from '#shared/domain/mentions.ts';
import { MAX_ROOM_MESSAGE } from '#shared/domain/rooms.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useSaid } from '../../hooks/use-say.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import { useUserId } from '../../stores/session.ts';
import { readersOf } from './names.ts';

/** Messages that were begun and not sent, by room. */
const POSTS = formKind('rooms.post', { body: '' }, ({ body }) => body.trim() === '');
/** The count of characters left is shown from here on. */
const COUNT_FROM = 150;

/** The message that is being written in a room. */
export interface Post {
  readonly text: string;
  readonly saved: 'no' | 'yes' | 'failed';
  readonly empty: boolean;
  /** Characters left, once that matters; null before. */
  readonly left: number | null;
  readonly submitting: boolean;
  /** Why the last attempt was not sent; null once the text changes. */
  readonly problem: string | null;
  /** Who can be mentioned: the other readers. */
  readonly people: readonly TeamUser[];
  readonly write: (text: string) => void;
  readonly send: () => Promise<void>;
}

/** Keeps the message that is being written in a room, and sends it. It stays until it is durable in the outbox. */
export function usePost(room: RoomListRow): Post {
  const team = useTeam();
  const userId = useUserId();
  const people = useMemo(() => readersOf(room, team).filter(({ id }) => id !== userId), [room, team, userId]);
  const roomId = room.id;
  const kept = useForm(POSTS, roomId, ({ body }) => ({ roomId, body }));
  const { submit, submitting } = useCommand('rooms.post');
  const [problem, say] = useSaid();
  const text = kept.value.body;
  const newest = useRef(text);
  newest.current = text;
  // The same text keeps its ids, so that pressing Enter again repeats the same command.
  const attempt = useRef<{ text: string; commandId: string; messageId: string } | null>(null);
  const trimmed = text.trim();
  const left = MAX_ROOM_MESSAGE - trimmed.length;
  return {
    text,
    saved: kept.saved,
    empty: trimmed === '',
    left: left <= COUNT_FROM ? left : null,
    submitting,
    problem,
    people,
    write(next) {
      say(null);
      kept.change({ body: next });
    },
    async send() {
      if (trimmed === '' || left < 0 || submitting) return;
      if (attempt.current?.text !== text) attempt.current = { text, commandId: newId(), messageId: newId() };
      const { commandId, messageId } = attempt.current;
      const mentions = mentionedIds(trimmed, people);
      const result = await submit(
        { roomId, messageId, body: trimmed, mentions, shared: null },
        { id: commandId, quiet: true },
      );
      if (!result.ok) {
        const { error } = result;
        say((context) => context.t('chat.composer.sendFailed', { reason: refusalSentence(context, error) }));
        return;
      }
      attempt.current = null;
      const since = newest.current;
      const rest = since === text ? '' : since.startsWith(text) ? since.slice(text.length) : since;
      // Synchronously: a key pressed before the next render would bring the sent text back.
      flushSync(() => kept.change({ body: rest.replace(/^\n/, '') }));
    },
  };
}
