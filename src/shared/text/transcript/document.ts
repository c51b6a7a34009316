/** The words of a transcript that are not its own, in files of text and HTML. */
export interface NoteWords {
  readonly note: string;
}

/** What stands above the messages. */
export interface TranscriptHead {
  readonly title: string;
  /** Who took part, time zone and what is included: a label and a value each. */
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
