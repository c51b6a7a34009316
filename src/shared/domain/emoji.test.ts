import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatCommands } from '../protocol/commands/chat.ts';
import { MAX_MESSAGE_LENGTH, messageLength } from './chat.ts';
import {
  emojiBefore,
  emojiChoiceOf,
  findEmoji,
  inTone,
  isLargeEmoji,
  type KnownEmoji,
  MAX_RECENT,
  NO_EMOJI_CHOICE,
  shortEmoji,
  withEmojiChoice,
  withRecent,
} from './emoji.ts';

const SIGNS = ['😀', '👍🏽', '👩‍👩‍👧‍👦', '🇩🇪', '❤️', '☕', '1️⃣'];

const message = { conversationId: 'c', messageId: 'm', kind: 'text' };

describe('emoji in messages', () => {
  it('are large where they are alone, up to three', () => {
    for (const sign of SIGNS) expect(isLargeEmoji(sign), sign).toBe(true);
    expect(shortEmoji('👍\uFE0F')).toBe('👍');
    expect(isLargeEmoji('👍\uFE0F')).toBe(true);
    expect(isLargeEmoji(' 😀 👍🏽\n❤️ ')).toBe(true);
    for (const text of ['', '😀😀😀😀', '😀 ok', '12', '#', '1', '©', '❤', 'a'])
      expect(isLargeEmoji(text), text).toBe(false);
    expect(isLargeEmoji('😀'.repeat(100_000))).toBe(false);
  });

  it('count in the limit as the server counts them, which measures with the same function', () => {
    for (const sign of SIGNS) {
      const fits = sign.repeat(Math.floor(MAX_MESSAGE_LENGTH / sign.length));
      expect(messageLength(fits, MAX_MESSAGE_LENGTH).over).toBe(false);
      expect(messageLength(fits + sign, MAX_MESSAGE_LENGTH).over).toBe(true);
      expect(chatCommands['chat.send_message'].input.safeParse({ ...message, body: fits }).success).toBe(
        true,
      );
    }
  });
});

describe('the name of an emoji', () => {
  it('begins with a colon at the start of a word', () => {
    expect(emojiBefore(':smi', 4)).toEqual({ start: 0, end: 4, query: 'smi' });
    expect(emojiBefore('ok\n:+1', 6)).toEqual({ start: 3, end: 6, query: '+1' });
    expect(emojiBefore('so :lä x', 6)).toEqual({ start: 3, end: 6, query: 'lä' });
    for (const text of ['12:30', 'at:smile', ':', ':s', 'x :)', 'https://x', `:${'x'.repeat(31)}`])
      expect(emojiBefore(text, text.length), text).toBeNull();
  });

  it('is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.stringMatching(/^[a-z]{2,30}$/), (head, tail, query) => {
        const start = head.length + 1;
        const end = start + 1 + query.length;
        expect(emojiBefore(`${head} :${query}${tail}`, end)).toEqual({ start, end, query });
      }),
    );
  });
});

describe('a picker', () => {
  const known = (emoji: string, names: string[], skins: string[] = []): KnownEmoji => ({
    emoji,
    label: names[0] ?? '',
    group: 0,
    names,
    skins,
  });
  const ALL = [
    known('😃', ['grinning face', 'happy']),
    known('👍', ['thumbs up', '+1', 'yes'], ['👍🏻', '👍🏼', '👍🏽', '👍🏾', '👍🏿']),
    known('🙌', ['raising hands', 'yes']),
    known('📅', ['calendar', 'yesterday']),
  ];

  it('finds by whole names, then by beginnings, then by parts, and all words must be found', () => {
    expect(findEmoji(ALL, 'yes', 10).map(({ emoji }) => emoji)).toEqual(['👍', '🙌', '📅']);
    const own = known('🚀', ['rocket', 'space']);
    const other = known('🧑‍🚀', ['astronaut', 'rocket']);
    expect(findEmoji([other, own], 'rocke', 10)).toEqual([own, other]);
    expect(findEmoji(ALL, 'hands yes', 10).map(({ emoji }) => emoji)).toEqual(['🙌']);
    expect(findEmoji(ALL, 'yes', 1)).toHaveLength(1);
    expect(findEmoji(ALL, '  ', 10)).toEqual([]);
  });

  it('has skin tones and a bounded memory', () => {
    const [face, thumb] = ALL;
    expect(thumb && inTone(thumb, 3)).toBe('👍🏽');
    expect(face && inTone(face, 3)).toBe('😃');
    let recent: string[] = [];
    for (let n = 0; n < 100; n++) recent = withRecent(recent, String(n % 40));
    expect(recent).toHaveLength(MAX_RECENT);
    expect(recent[0]).toBe('19');
    expect(new Set(recent).size).toBe(MAX_RECENT);
    let all = withEmojiChoice([], 'me', { tone: 2, recent });
    for (let user = 0; user < 150; user++) all = withEmojiChoice(all, `u${user}`, NO_EMOJI_CHOICE);
    expect(all).toHaveLength(100);
    expect(emojiChoiceOf(all, 'me')).toBe(NO_EMOJI_CHOICE);
  });
});
