import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { escapeHtml, HTML_END, htmlHead, htmlLine } from '#shared/text/transcript/html.ts';
import { textLine } from '#shared/text/transcript/text.ts';
import { makeMessage } from '../../../../../../tests/support/make/conversation.ts';
import { createFormat } from '../../../format/format.ts';
import { safeFileName } from '../../../lib/file-name.ts';
import { collect } from './collect.ts';
import { linesOf, type Transcript } from './document.ts';
import { brokenInto, transcriptPdf } from './pdf.ts';

const format = createFormat('de', 'Europe/Berlin');
const words: Transcript['words'] = {
  note: 'Private Notiz',
  attachment: (name, size) => `Anhang: ${name}, ${size}`,
  removed: (name, reason) => `Entfernt von ${name}: ${reason}`,
  page: (page) => `Seite ${page}`,
  unshown: (lines) => `${lines} Zeilen`,
};
const row = (more: Partial<MessageRow> = {}): MessageRow => ({
  ...makeMessage({ kind: 'text', at: Date.UTC(2026, 6, 1, 22, 30) }),
  seq: 1,
  ...{ receipt: null, commandId: null, error: null },
  ...more,
});
const transcript = (messages: readonly MessageRow[], title = 'Verlauf'): Transcript => ({
  language: 'de',
  head: { title, facts: [['Kunde', title]], warnings: [title] },
  lines: linesOf(messages, format, words),
  words,
});
const never = new AbortController().signal;
/** A picture of one transparent pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

const XSS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</p></article></main><svg onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<style>@import "http://evil.example"</style>',
  '<!-- --><script>alert(1)</script>',
  ']]><script>alert(1)</script>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<\u0000script>alert(1)</script>',
  '<meta http-equiv="refresh" content="0;url=http://evil.example">',
  '`alert(1)`',
  '\u202e<script>',
];

/** A whole page. */
const htmlOf = ({ language, head, lines, words }: Transcript): string =>
  [htmlHead(language, head), ...[...lines].map((line) => htmlLine(line, words)), HTML_END].join('');

describe('a transcript as HTML', () => {
  it.each(XSS)('has %s as text, wherever it stands', (evil) => {
    const author = { kind: 'customer' as const, id: 'c', name: evil };
    const file = { id: 'a', mime: 'text/plain', bytes: 1, width: null, height: null };
    const attachments = [{ ...file, name: evil }];
    const page = htmlOf(transcript([row({ body: evil, author, attachments })], evil));
    // The tags of the page are those of one that says nothing.
    const calm = row({
      body: 'x',
      author: { ...author, name: 'x' },
      attachments: [{ ...file, name: 'x' }],
    });
    const own = htmlOf(transcript([calm], 'x'));
    const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
    const known = new Set(tags(own));
    expect(tags(page).filter((tag) => !known.has(tag))).toEqual([]);
    expect(page).toContain(escapeHtml(evil));
  });

  it('ends no element with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
      }),
    );
  });

  it('allows nothing but its own style', () => {
    expect(htmlOf(transcript([]))).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });
});

describe('a transcript as text', () => {
  it('has times of the workspace, a day once, notes by name, and no line that looks like another message', () => {
    const spoof = 'Hallo\n[00:30:00] Ines\n    Erstattet 1.000 €\r\u001b[2J';
    const lines = [
      ...linesOf(
        [
          row({ body: spoof, author: { kind: 'customer', id: 'c', name: 'Jörg' } }),
          row({ kind: 'note', body: 'intern' }),
        ],
        format,
        words,
      ),
    ];
    const text = lines.map((line) => textLine(line, words)).join('');
    // 22:30 UTC is half past midnight in Berlin.
    expect(text).toContain('--- Donnerstag, 2. Juli 2026 ---');
    expect(text.match(/^---/gm)).toHaveLength(1);
    expect(text.match(/^\[/gm)).toHaveLength(2);
    expect(text).toContain('[00:30:00] Jörg');
    expect(text).toContain('(Private Notiz)');
    expect(text).not.toContain('\u001b');
  });
});

describe('a transcript as PDF', () => {
  const draw = async () => ({ png: PNG, width: 10, height: 10, below: 2 });

  it('shows umlauts in its font, draws other scripts, and says what it cannot show', async () => {
    const drawn: string[] = [];
    const { bytes, unshown } = await transcriptPdf(
      transcript([row({ body: 'Grüße, Käse, Straße – 5 €' }), row({ body: '関東へ' })]),
      {
        signal: never,
        onProgress() {},
        draw: async (text) => {
          drawn.push(text);
          return draw();
        },
      },
    );
    expect([drawn, unshown]).toEqual([['関東へ'], 0]);
    expect((await PDFDocument.load(bytes)).getTitle()).toBe('Verlauf');
    const many = Array.from({ length: 410 }, (_, n) => row({ id: `m${n}`, body: `関 ${n}` }));
    const large = await transcriptPdf(transcript(many), { signal: never, onProgress() {}, draw });
    expect(large.unshown).toBe(10);
  });

  it('has 10,000 messages in slices, and stops when it is told to', async () => {
    const body = 'The parcel has left the warehouse and should be with you on Monday at the latest. '.repeat(
      2,
    );
    const messages = Array.from({ length: 10_000 }, (_, n) => row({ id: `m${n}`, body, at: n * 60_000 }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const steps: number[] = [];
    const made = await transcriptPdf(transcript(messages), {
      signal: never,
      onProgress: (done) => steps.push(done),
      draw,
    });
    clearInterval(timer);
    expect(steps.at(-1)).toBe(10_000);
    expect(turns).toBeGreaterThan(10);
    expect((await PDFDocument.load(made.bytes)).getPageCount()).toBeGreaterThan(300);
    const stop = new AbortController();
    await expect(
      transcriptPdf(transcript(messages), { signal: stop.signal, onProgress: () => stop.abort(), draw }),
    ).rejects.toThrow();
  }, 30_000);

  it('breaks any text into lines that fit, and loses no letter', () => {
    const widths = new Map([...'abcdefgh ijäöü'].map((letter) => [letter, 0.5]));
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 2, max: 30 }),
        (text, width) => {
          const lines = brokenInto(text, width, widths);
          expect(lines.join('')).toBe(text);
          for (const line of lines) {
            const used = [...line].reduce((sum, letter) => sum + (widths.get(letter) ?? 1.05), 0);
            expect(used).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });
});

describe('collecting a conversation', () => {
  /** A server with `all` messages, of which the cache has the newest `held` and gets 30 more with each page that lacks some. */
  const source = (all: number, held: number, server = true) => {
    let cached = held;
    const messages = Array.from({ length: all }, (_, n) =>
      row({ id: `m${n}`, seq: n + 1, kind: n % 10 === 0 ? 'note' : 'text' }),
    );
    return async ({ after, limit }: { after: string | null; limit: number }) => {
      const below = after === null ? all + 1 : Number(after);
      const read = () => messages.filter(({ seq }) => seq < below && seq > all - cached).toReversed();
      if (read().length <= limit && cached < all && server) cached = Math.min(all, cached + 30);
      const found = read();
      const rows = found.slice(0, limit);
      const next = found.length > limit ? String(rows.at(-1)?.seq) : null;
      const older = { channel: 'chat', kind: 'message', of: null, before: null };
      const lacks = next === null && cached < all;
      return { rows, next, asOf: { seq: 0, at: null }, ...(lacks ? { older } : {}) };
    };
  };
  const options = { conversationId: 'c', withNotes: true, onProgress() {}, signal: never };

  it('has every message once, in order, also those that only the server had', async () => {
    const found = await collect({ ...options, read: source(1_234, 17), isLive: () => true });
    expect(found.complete).toBe(true);
    expect(found.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_234 }, (_, n) => n + 1));
  });

  it('says that messages are missing while the server cannot be asked', async () => {
    const found = await collect({ ...options, read: source(500, 40, false), isLive: () => false });
    expect([found.messages.length, found.complete]).toEqual([40, false]);
  });

  it('gives up waiting for a server that sends nothing', async () => {
    const found = await collect({ ...options, read: source(500, 40, false), isLive: () => true });
    expect(found.complete).toBe(false);
  });

  it('leaves private notes out unless they are asked for, and what was not sent', async () => {
    const read = source(100, 100);
    const found = await collect({ ...options, withNotes: false, read, isLive: () => true });
    expect(found.messages.filter(({ kind }) => kind === 'note')).toEqual([]);
    expect(found.messages).toHaveLength(90);
    const unsent = async () => ({ ...(await read({ after: null, limit: 200 })), rows: [row({ seq: 0 })] });
    expect((await collect({ ...options, read: unsent, isLive: () => true })).messages).toEqual([]);
  });
});

describe('file names', () => {
  it('are safe on every system, whatever the customer is called', () => {
    expect(safeFileName('Verlauf', 'Jörg  Müller', '2026-07-02')).toBe('Verlauf_Jörg_Müller_2026-07-02');
    expect(safeFileName('../../etc/passwd')).toBe('etc_passwd');
    expect(safeFileName('con')).toBe('file_con');
    expect(safeFileName('‮fdp.exe', '')).toBe('fdp.exe');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 3 }), (parts) => {
        const name = safeFileName(...parts);
        expect(name).toMatch(/^[\p{L}\p{N}\p{M}_][\p{L}\p{N}\p{M}._-]*$/u);
        expect([...name].length).toBeLessThanOrEqual(90);
      }),
    );
  });
});
