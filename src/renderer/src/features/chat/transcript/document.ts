import type { MessageRow } from '#shared/bridge/chat.ts';
import type { Format } from '../../../format/format.ts';

/** The words of a transcript that are not the conversation's own. */
export interface TranscriptWords {
  readonly note: string;
  readonly attachment: (name: string, size: string) => string;
  /** What stands in place of a removed message. */
  readonly removed: (name: string, reason: string) => string;
  readonly page: (page: number) => string;
  /** What a PDF says about characters that it cannot show. */
  readonly unshown: (lines: number) => string;
}

/** What stands above the messages. */
export interface TranscriptHead {
  readonly title: string;
  /** Customer, subject, orders, time zone and what is included: a label and a value each. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What the reader must know before anything else, such as missing messages. */
  readonly warnings: readonly string[];
}

/** One message in words. All of it is text: nothing in it is markup. */
export interface TranscriptLine {
  readonly kind: 'message' | 'note' | 'system';
  /** The day, before its first message; null for the others. */
  readonly day: string | null;
  readonly time: string;
  readonly author: string;
  readonly body: string;
  readonly attachments: readonly string[];
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
