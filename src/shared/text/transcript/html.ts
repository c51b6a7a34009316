import type { NoteWords, TranscriptHead, TranscriptLine } from './document.ts';
import { plain } from './text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Returns a text as the content of an element. Nothing in it can end the element or begin another. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? '');
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; }
h2 { font-size: .85rem; font-weight: 600; border-bottom: 1px solid #8886; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { opacity: .7; } dd { margin: 0; }
.warning { border: 1px solid #b45309; border-radius: 6px; padding: .5rem .75rem; }
article { margin: .9rem 0; } article header { font-size: .85rem; opacity: .75; }
article p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.note { border-left: 3px dashed #b45309; padding-left: .75rem; }
.system { text-align: center; opacity: .7; }
`;

/**
 * Returns the beginning of a page. Its policy allows its own style and nothing else: no script, no picture, no request, so that
 * it stays a text even if a reader's program overlooks something.
 */
export function htmlHead(language: string, { title, facts, warnings }: TranscriptHead): string {
  const rows = facts
    .map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd dir="auto">${escapeHtml(value)}</dd>`)
    .join('\n');
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1 dir="auto">${escapeHtml(title)}</h1>
<dl>
${rows}
</dl>
${warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
<main>
`;
}

/** Returns a message as a part of a page. */
export function htmlLine(line: TranscriptLine, words: NoteWords): string {
  const { kind, day, time, author, body, attachments } = line;
  const label = kind === 'note' ? ` · ${escapeHtml(words.note)}` : '';
  const heading = day === null ? '' : `<h2>${escapeHtml(day)}</h2>\n`;
  const said = [...(body === '' ? [] : [body]), ...attachments]
    .map((text) => `<p dir="auto">${escapeHtml(text)}</p>`)
    .join('\n');
  return `${heading}<article class="${kind}">
<header><b dir="auto">${escapeHtml(author)}</b>${label} · <time>${escapeHtml(time)}</time></header>
${said}
</article>
`;
}

/** The end of a page. */
export const HTML_END = '</main>\n</body>\n</html>\n';
