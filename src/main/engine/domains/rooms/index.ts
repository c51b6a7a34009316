import { preview } from '#shared/domain/chat.ts';
import type { Described, EngineDomain, SearchSource } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';
import { foldWords, snippet } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { roomEffects } from './effects.ts';
import * as created from './migrations/0460-rooms.ts';
import * as redacted from './migrations/0511-redacted.ts';
import * as exported from './migrations/0540-room-exports.ts';
import * as masked from './migrations/0561-masked.ts';
import { roomNews } from './news.ts';
import { dumpRooms, roomsProjection } from './projection.ts';
import { counts, list, messages, room } from './reads.ts';
import { shared } from './shared.ts';

interface MessageHit {
  readonly id: string;
  readonly author: string;
  readonly body: string;
  readonly at: number;
  readonly roomId: string;
}

const MESSAGES: Searched<MessageHit> = {
  index: 'room_messages_fts',
  columns: 'm.id, m.author_name AS author, m.body, m.at, m.room_id AS roomId',
  from: 'room_messages m ON m.seq = f.rowid',
  words: ({ body }) => foldWords(body),
};

const messageSearch: SearchSource = {
  channel: 'rooms',
  find: (reader, terms, after, limit) =>
    findText(reader, MESSAGES, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'room_message',
        id: row.id,
        title: row.author,
        snippet: snippet(row.body, terms),
        at: row.at,
        subject: { kind: 'room', id: row.roomId },
      },
    })),
};

function about(reader: Reader, roomId: string, values: Described['values'] = {}): Described {
  const found = reader.get<{ name: string }>('SELECT name FROM rooms WHERE id = ?', roomId);
  return { values: { room: found?.name ?? '', ...values }, subject: { kind: 'room', id: roomId } };
}

/** The domain of the team's rooms. */
export const roomsDomain: EngineDomain = {
  name: 'rooms',
  migrations: [
    { version: 460, ...created },
    { version: 511, ...redacted },
    { version: 540, ...exported },
    { version: 561, ...masked },
  ],
  projections: { rooms: roomsProjection },
  dumps: { rooms: dumpRooms },
  reads: {
    'rooms.list': list,
    'rooms.room': room,
    'rooms.messages': messages,
    'rooms.counts': counts,
    'rooms.shared': shared,
  },
  effects: roomEffects,
  search: { room_message: messageSearch },
  activity: {
    'rooms.created': (data, reader) => about(reader, data.room.id),
    'rooms.changed': (data, reader) => about(reader, data.room.id),
    'rooms.member_added': (data, reader) => about(reader, data.room.id),
    'rooms.member_removed': (data, reader) => about(reader, data.roomId),
    'rooms.posted': ({ message }, reader) =>
      about(reader, message.roomId, { author: message.authorName, preview: preview(message.body) }),
    'rooms.message_redacted': (data, reader) => about(reader, data.roomId, { reason: data.redaction.reason }),
    'rooms.messages_expired': () => ({ values: {}, subject: null }),
    'rooms.state_set': (data, reader) => about(reader, data.state.roomId),
  },
  news: { 'rooms.posted': roomNews },
};
