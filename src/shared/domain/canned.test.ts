import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayChangeCanned, Shortcut, savedMacro, savedReply, seesCanned, slashBefore } from './canned.ts';
import { MACRO_ACTION_KINDS, MacroAction, macroCommand, repliesOf } from './macros.ts';

const by = { id: 'u1', name: 'Ada', now: 5 };

describe('canned replies', () => {
  it('count their versions, and belong to whoever saves them or to all', () => {
    const content = { replyId: 'r', shortcut: 'hi', title: 'Hi', body: 'Hello', folder: null, shared: false };
    const first = savedReply(undefined, content, by);
    expect(first).toMatchObject({ ownerId: 'u1', version: 1, changedBy: 'Ada', changedAt: 5 });
    expect(savedReply(first, { ...content, shared: true }, by)).toMatchObject({ ownerId: null, version: 2 });
    const macro = { macroId: 'm', name: 'M', actions: [{ kind: 'unassign' as const }], shared: true };
    expect(savedMacro(undefined, macro, by)).toMatchObject({ id: 'm', ownerId: null, version: 1 });
  });

  it('are seen by their owner, or by all; the shared ones are changed by those who may share', () => {
    expect(seesCanned({ ownerId: 'u1' }, 'u1')).toBe(true);
    expect(seesCanned({ ownerId: 'u1' }, 'u2')).toBe(false);
    expect(seesCanned({ ownerId: null }, 'u2')).toBe(true);
    expect(mayChangeCanned({ ownerId: null }, false)).toBe(false);
    expect(mayChangeCanned({ ownerId: 'u1' }, false)).toBe(true);
  });

  it('have shortcuts of small letters, digits and hyphens', () => {
    for (const good of ['a', 'ship-2', '-', 'x'.repeat(40)])
      expect(Shortcut.safeParse(good).success).toBe(true);
    for (const bad of ['', 'A', 'a b', 'é', 'x'.repeat(41), '/a'])
      expect(Shortcut.safeParse(bad).success).toBe(false);
  });
});

describe('a slash', () => {
  it('opens the list at the start of a word only', () => {
    expect(slashBefore('/sh', 3)).toEqual({ start: 0, end: 3, query: 'sh' });
    expect(slashBefore('Hello\n/', 7)).toEqual({ start: 6, end: 7, query: '' });
    expect(slashBefore('and/or', 6)).toBeNull();
    expect(slashBefore('/a b', 4)).toBeNull();
    expect(slashBefore('https://x', 9)).toBeNull();
    expect(slashBefore(`/${'x'.repeat(41)}`, 42)).toBeNull();
  });

  it('is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.stringMatching(/^[a-z-]{0,40}$/), (head, tail, query) => {
        const text = `${head} /${query}${tail}`;
        const start = head.length + 1;
        expect(slashBefore(text, start + 1 + query.length)).toEqual({
          start,
          end: start + 1 + query.length,
          query,
        });
      }),
    );
  });
});

describe('macros', () => {
  const now = Date.UTC(2026, 2, 4, 12);
  const place = { conversationId: 'c', userId: 'me', now, timeZone: 'UTC' };
  const SAMPLES: Readonly<Record<MacroAction['kind'], object>> = {
    insert_reply: { replyId: 'r' },
    send_reply: { replyId: 'r' },
    write_note: { replyId: 'r' },
    assign_me: {},
    assign: { assigneeId: 'u' },
    unassign: {},
    set_team: { teamId: 't' },
    add_label: { label: ' VIP ' },
    remove_label: { label: 'new' },
    snooze: { until: 'tomorrow' },
    set_status: { status: 'resolved' },
    set_priority: { priority: 'high' },
  };

  it('become commands on the conversation, and texts', () => {
    const commands = MACRO_ACTION_KINDS.map((kind) =>
      macroCommand(MacroAction.parse({ kind, ...SAMPLES[kind] }), place),
    );
    expect(commands).toEqual([
      null,
      null,
      null,
      { type: 'chat.assign', data: { conversationId: 'c', assigneeId: 'me' } },
      { type: 'chat.assign', data: { conversationId: 'c', assigneeId: 'u' } },
      { type: 'chat.assign', data: { conversationId: 'c', assigneeId: null } },
      { type: 'assignment.set_team', data: { conversationId: 'c', teamId: 't' } },
      { type: 'chat.set_labels', data: { conversationId: 'c', add: ['vip'], remove: [] } },
      { type: 'chat.set_labels', data: { conversationId: 'c', add: [], remove: ['new'] } },
      {
        type: 'chat.snooze',
        data: { conversationId: 'c', until: Date.UTC(2026, 2, 5, 9), itemId: null },
      },
      { type: 'chat.set_status', data: { conversationId: 'c', status: 'resolved' } },
      { type: 'chat.set_priority', data: { conversationId: 'c', priority: 'high' } },
    ]);
  });

  it('name each reply once', () => {
    const actions = [
      { kind: 'send_reply' as const, replyId: 'a' },
      { kind: 'assign_me' as const },
      { kind: 'insert_reply' as const, replyId: 'a' },
    ];
    expect(repliesOf(actions)).toEqual(['a']);
  });
});
