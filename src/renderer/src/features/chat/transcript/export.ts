import { HTML_END, htmlHead, htmlLine } from '#shared/text/transcript/html.ts';
import { textHead, textLine } from '#shared/text/transcript/text.ts';
import { createPacer } from '../../../lib/pacer.ts';
import type { Transcript } from './document.ts';

/** The kinds of files. */
export const TRANSCRIPT_FORMATS = ['text', 'html', 'pdf'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** A finished file. */
export interface TranscriptFile {
  readonly extension: string;
  readonly type: string;
  readonly parts: readonly BlobPart[];
  /** How many lines have characters that the file does not show. */
  readonly unshown: number;
}

/** Makes a file of a transcript in short slices of time. Throws the signal's reason once it is aborted. */
export async function makeFile(
  kind: TranscriptFormat,
  transcript: Transcript,
  options: { readonly signal: AbortSignal; readonly onProgress: (messages: number) => void },
): Promise<TranscriptFile> {
  if (kind === 'pdf') {
    // The library is loaded with the first document only.
    const { transcriptPdf } = await import('./pdf.ts');
    const { bytes, unshown } = await transcriptPdf(transcript, options);
    return { extension: 'pdf', type: 'application/pdf', parts: [new Uint8Array(bytes)], unshown };
  }
  const { language, head, words, lines } = transcript;
  const html = kind === 'html';
  // Programs take text without a byte order mark for the system's own encoding.
  const parts = [html ? htmlHead(language, head) : `\ufeff${textHead(head)}`];
  const pace = createPacer();
  for (const line of lines) {
    parts.push(html ? htmlLine(line, words) : textLine(line, words));
    if (parts.length % 100 === 0) options.onProgress(parts.length);
    await pace();
    options.signal.throwIfAborted();
  }
  if (html) parts.push(HTML_END);
  const type = html ? 'text/html;charset=utf-8' : 'text/plain;charset=utf-8';
  return { extension: html ? 'html' : 'txt', type, parts, unshown: 0 };
}
