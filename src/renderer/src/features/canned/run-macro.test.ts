import { describe, expect, it } from 'vitest';
import type { MacroAction } from '#shared/domain/macros.ts';
import type { Resolved } from './resolve.ts';
import { type Answer, type MacroWindow, runMacro } from './run-macro.ts';

const place = { conversationId: 'c', userId: 'me' };
const text = (open: Resolved['open'] = []): Resolved => ({
  text: 'Hello',
  open,
  figures: [],
  stock: [],
  asOf: { seq: 1, at: 1 },
});

function windowOf(answers: readonly Answer[], resolved = text()) {
  const done: string[] = [];
  const left = [...answers];
  const window: MacroWindow = {
    resolve: (replyId) =>
      replyId === 'gone' ? Promise.reject(new Error('gone')) : Promise.resolve(resolved),
    insert: () => done.push('insert'),
    submit: async (type) => {
      done.push(type);
      return left.shift() ?? { kind: 'accepted' };
    },
    sayFailure: () => () => 'failed',
    sayRefusal:
      ({ message }) =>
      () =>
        message,
  };
  return { done, window };
}

const ACTIONS: readonly MacroAction[] = [
  { kind: 'assign_me' },
  { kind: 'send_reply', replyId: 'r' },
  { kind: 'set_status', status: 'resolved' },
];

describe('a macro', () => {
  it('does its actions in order', async () => {
    const { done, window } = windowOf([]);
    const insert: MacroAction = { kind: 'insert_reply', replyId: 'r' };
    expect(await runMacro([...ACTIONS, insert], place, window)).toEqual({ kind: 'done', waiting: 0 });
    expect(done).toEqual(['chat.assign', 'chat.send_message', 'chat.set_status', 'insert']);
  });

  it('stops at a refusal, and names it', async () => {
    const refused: Answer = { kind: 'refused', refusal: { code: 'invalid', message: 'too long' } };
    const { done, window } = windowOf([{ kind: 'accepted' }, refused]);
    const outcome = await runMacro(ACTIONS, place, window);
    expect(outcome).toMatchObject({ kind: 'stopped', at: 1 });
    expect(done).toEqual(['chat.assign', 'chat.send_message']);
  });

  it('does nothing where a text has an open variable or is gone', async () => {
    const open = windowOf([], text([{ source: '{{order.id}}', problem: 'no_order' }]));
    expect(await runMacro(ACTIONS, place, open.window)).toMatchObject({ kind: 'stopped', at: 1 });
    const gone = windowOf([]);
    const actions: MacroAction[] = [{ kind: 'assign_me' }, { kind: 'insert_reply', replyId: 'gone' }];
    expect(await runMacro(actions, place, gone.window)).toMatchObject({ kind: 'stopped', at: 1 });
    expect([...open.done, ...gone.done]).toEqual([]);
  });

  it('queues everything where no answer comes', async () => {
    const waits: Answer = { kind: 'waits' };
    const { done, window } = windowOf([waits, waits, waits]);
    expect(await runMacro(ACTIONS, place, window)).toEqual({ kind: 'done', waiting: 3 });
    expect(done).toHaveLength(3);
  });
});
