import type { NoteWords, TranscriptHead, TranscriptLine } from './document.ts';

/** Characters that end lines, move the cursor or hide text in a terminal or an editor. Tabs and line breaks stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Returns a text without control characters; line breaks are those of Unix. */
export function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '�');
}

/** Returns the head of a plain text. */
export function textHead({ title, facts, warnings }: TranscriptHead): string {
  const lines = [
    title,
    '='.repeat(Math.min(72, [...title].length)),
    ...facts.map(([label, value]) => `${label}: ${value}`),
    ...warnings.map((warning) => `! ${warning}`),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

/** Returns a message as plain text. What it says is indented, so that nobody can write a line that looks like another message. */
export function textLine(line: TranscriptLine, words: NoteWords): string {
  const { kind, day, time, author, body, attachments } = line;
  const name = kind === 'note' ? `${author} (${words.note})` : author;
  const said = [...(body === '' ? [] : plain(body).split('\n')), ...attachments.map(plain)];
  const heading = day === null ? '' : `\n--- ${day} ---\n`;
  return `${heading}\n[${time}] ${plain(name)}\n${said.map((one) => `    ${one}`).join('\n')}\n`;
}
