import type { RoomExport, RoomExportFormat } from '../../domain/room-exports.ts';
import type { RoomMessage } from '../../domain/rooms.ts';
import type { NoteWords, TranscriptHead, TranscriptLine } from './document.ts';
import { HTML_END, htmlHead, htmlLine } from './html.ts';
import { textHead, textLine } from './text.ts';

/** The words of an exported room. */
export interface RoomExportWords extends NoteWords {
  readonly language: string;
  readonly title: (room: string) => string;
  readonly unnamed: string;
  readonly topic: string;
  readonly members: string;
  readonly made: string;
  readonly messages: string;
  readonly exported: string;
  readonly reason: string;
  readonly id: string;
  readonly zone: string;
  readonly byAt: (name: string, time: string) => string;
  readonly shared: (conversationId: string, messageId: string) => string;
  /** What the line about an export says. */
  readonly line: (reason: string) => string;
}

/** How times are written. */
export interface TranscriptTimes {
  readonly timeZone: string;
  calendarDay(at: number): string;
  longDay(at: number): string;
  clock(at: number): string;
  dateTime(at: number): string;
}

/** What an export is written with. */
export interface RoomExportStyle {
  readonly format: RoomExportFormat;
  readonly words: RoomExportWords;
  readonly times: TranscriptTimes;
}

/** The media type and the ending of each kind of file. */
export const ROOM_EXPORT_FILES: Readonly<
  Record<RoomExportFormat, { readonly type: string; readonly ending: string }>
> = {
  text: { type: 'text/plain; charset=utf-8', ending: 'txt' },
  html: { type: 'text/html; charset=utf-8', ending: 'html' },
  json: { type: 'application/json; charset=utf-8', ending: 'json' },
};

function headOf(made: RoomExport, { words, times }: RoomExportStyle): TranscriptHead {
  const { room } = made;
  const nameOf = (id: string): string => made.people.find((one) => one.id === id)?.name ?? id;
  return {
    title: words.title(room.name || words.unnamed),
    facts: [
      [words.topic, room.topic || '–'],
      [words.members, room.memberIds.map(nameOf).join(', ') || '–'],
      [words.made, words.byAt(nameOf(room.createdBy), times.dateTime(room.createdAt))],
      [words.messages, String(made.messages)],
      [words.exported, words.byAt(made.by, times.dateTime(made.at))],
      [words.reason, made.reason],
      [words.id, made.id],
      [words.zone, times.timeZone],
    ],
    warnings: [],
  };
}

function lineOf(message: RoomMessage, day: string | null, { words, times }: RoomExportStyle): TranscriptLine {
  const { shared, exported, at, authorName, body } = message;
  return {
    kind: exported === null ? 'message' : 'system',
    day,
    time: times.clock(at),
    author: authorName,
    body: exported === null ? body : words.line(exported),
    attachments: shared === null ? [] : [words.shared(shared.conversationId, shared.messageId)],
  };
}

/** Writes an exported room, part by part, from pages of its messages, oldest first. */
export function* roomExportParts(
  made: RoomExport,
  pages: Iterable<readonly RoomMessage[]>,
  style: RoomExportStyle,
): Generator<string> {
  const { format, words, times } = style;
  if (format === 'json') return yield* jsonParts(made, pages);
  const html = format === 'html';
  const head = headOf(made, style);
  // Programs take text without a byte order mark for the system's own encoding.
  yield html ? htmlHead(words.language, head) : `\ufeff${textHead(head)}`;
  let day = '';
  for (const page of pages) {
    let part = '';
    for (const message of page) {
      const own = times.calendarDay(message.at);
      const line = lineOf(message, own === day ? null : times.longDay(message.at), style);
      part += html ? htmlLine(line, words) : textLine(line, words);
      day = own;
    }
    yield part;
  }
  if (html) yield HTML_END;
}

function* jsonParts(made: RoomExport, pages: Iterable<readonly RoomMessage[]>): Generator<string> {
  yield `{"export":${JSON.stringify(made)},\n"messages":[`;
  let comma = '';
  for (const page of pages) {
    let part = '';
    for (const message of page) {
      part += `${comma}\n${JSON.stringify(message)}`;
      comma = ',';
    }
    yield part;
  }
  yield '\n]}\n';
}
