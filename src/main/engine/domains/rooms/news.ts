import { preview } from '#shared/domain/chat.ts';
import { noticeOf } from '#shared/domain/rooms.ts';
import type { NewsSource } from '../../store/domain.ts';

/** A colleague's message is news for everybody in its room; for those who have muted it, only where they are mentioned. */
export const roomNews: NewsSource<'rooms.posted'> = {
  kind: 'messages',
  isNews: ({ actor, data }) => actor?.kind === 'user' && data.message.redacted === null,
  toast({ id, data: { message } }, { userId, reader }) {
    const room = reader.get<{ name: string }>('SELECT name FROM rooms WHERE id = ?', message.roomId);
    const state = reader.get<{ muted: number }>(
      'SELECT muted FROM room_states WHERE room_id = ? AND user_id = ?',
      message.roomId,
      userId,
    );
    const notice = noticeOf(message, { userId, muted: state?.muted === 1 });
    if (room === undefined || notice === null) return null;
    const what = message.exported === null ? notice : 'exported';
    return {
      id,
      category: 'chat',
      severity: 'info',
      message: room.name === '' ? `toast.unnamed_room_${what}` : `toast.room_${what}`,
      values: {
        author: message.authorName.slice(0, 300),
        room: room.name,
        preview: preview(message.exported ?? message.body),
      },
      subject: { kind: 'room', id: message.roomId },
      about: notice === 'mention' ? 'me' : 'team',
    };
  },
};
