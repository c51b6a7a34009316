import type { MessageRow } from '#shared/bridge/chat.ts';
import type { NoteWords, TranscriptHead, TranscriptLine } from '#shared/text/transcript/document.ts';
import type { Format } from '../../../format/format.ts';

/** The words of a transcript that are not the conversation's own. */
export interface TranscriptWords extends NoteWords {
  readonly attachment: (name: string, size: string) => string;
  /** What stands in place of a removed message. */
  readonly removed: (name: string, reason: string) => string;
  readonly page: (page: number) => string;
  /** What a PDF says about characters that it cannot show. */
  readonly unshown: (lines: number) => string;
}

/** A transcript: its head and its lines, oldest first, which are made one at a time. */
export interface Transcript {
  readonly language: string;
  readonly head: TranscriptHead;
  readonly lines: Iterable<TranscriptLine>;
  readonly words: TranscriptWords;
}

/** Puts messages into words, one at a time. Times are those of the workspace's time zone. */
export function* linesOf(
  messages: readonly MessageRow[],
  format: Pick<Format, 'calendarDay' | 'longDay' | 'clock' | 'bytes'>,
  words: Pick<TranscriptWords, 'attachment' | 'removed'>,
): Generator<TranscriptLine> {
  let day = '';
  for (const { kind, author, body, at, attachments, redacted } of messages) {
    const own = format.calendarDay(at);
    yield {
      kind: kind === 'note' || kind === 'system' ? kind : 'message',
      day: own === day ? null : format.longDay(at),
      time: format.clock(at),
      author: author.name,
      body: redacted === null ? body : words.removed(redacted.byName, redacted.reason),
      attachments: attachments.map(({ name, bytes }) => words.attachment(name, format.bytes(bytes))),
    };
    day = own;
  }
}
