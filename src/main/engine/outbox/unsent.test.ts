import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { allPages, askCache, openTestCache } from '../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { saveDraft } from '../domains/chat/drafts.ts';
import type { OpenedStore } from '../store/open.ts';
import { saveForm } from './forms.ts';

let folder: TemporaryFolder;
let opened: OpenedStore;

beforeEach(() => {
  folder = temporaryFolder('unsent');
  opened = openTestCache(join(folder.path, 'cache-agent-1.db'));
});
afterEach(() => {
  opened.writer.close();
  folder.remove();
});

function put(
  n: number,
  state: string,
  more: { type?: string; data?: unknown; withdraw?: number } = {},
): void {
  const { type = 'chat.send_message', data = { body: `text ${n}` }, withdraw = 0 } = more;
  opened.outbox.db
    .prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, withdraw)
       VALUES (?, ?, 'agent-1', ?, 's', ?, ?, ?, ?)`,
    )
    .run(`c${n}`, n, type, JSON.stringify(data), state, n, withdraw);
}

const ALL = { kind: null, search: '', sort: 'newest', state: 'all', limit: 2, after: null } as const;
const commands = (more: Partial<MethodInput<'outbox.page'>> = {}): string[] =>
  allPages((after) => askCache(opened.writer, 'outbox.page', { ...ALL, ...more, after }, 1)).map(
    ({ id }) => id,
  );
const { state: _, ...TEXTS } = ALL;
const typed = (more: Partial<MethodInput<'outbox.typed'>> = {}): string[] =>
  allPages((after) => askCache(opened.writer, 'outbox.typed', { ...TEXTS, ...more, after }, 1)).map(
    ({ type, key }) => `${type}:${key}`,
  );

describe('the page of unsent commands', () => {
  beforeEach(() => {
    put(1, 'queued');
    put(2, 'settled');
    put(3, 'refused', { type: 'inventory.adjust', data: { change: { quantity: 3 }, reason: 'Zerbrochen' } });
    put(4, 'sending');
    put(5, 'sent', { data: { body: 'Ihr Päckchen ist unterwegs' } });
    put(6, 'refused', { withdraw: 2 });
  });

  it('has every command that is not settled, page by page, in both orders', () => {
    expect(commands()).toEqual(['c6', 'c5', 'c4', 'c3', 'c1']);
    expect(commands({ sort: 'oldest' })).toEqual(['c1', 'c3', 'c4', 'c5', 'c6']);
  });

  it('is narrowed by state, kind and words, whatever their case and accents', () => {
    expect(commands({ state: 'waiting' })).toEqual(['c5', 'c4', 'c1']);
    expect(commands({ state: 'refused' })).toEqual(['c3']);
    expect(commands({ state: 'discarded' })).toEqual(['c6']);
    expect(commands({ kind: 'inventory' })).toEqual(['c3']);
    expect(commands({ search: 'packchen UNTER' })).toEqual(['c5']);
    expect(commands({ search: 'zerbrochen' })).toEqual(['c3']);
    expect(commands({ search: 'nothing' })).toEqual([]);
  });

  it('has a page for each of 10,000 commands', () => {
    const add = opened.outbox.db.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at) VALUES (?, ?, 'agent-1', 'chat.assign', 's', ?, 'queued', 1)`,
    );
    opened.outbox.db.transaction(() => {
      for (let n = 100; n < 10_095; n += 1) add.run(`m${n}`, n, JSON.stringify({ note: `note ${n}` }));
    })();
    expect(commands({ limit: 200 })).toHaveLength(10_000);
    expect(commands({ search: 'note 10000', limit: 200 })).toEqual(['m10000']);
  });
});

describe('what was typed and not sent', () => {
  it('is drafts and forms in one list, with the data of the commands that they would become', () => {
    const { db } = opened.outbox;
    saveDraft(db, 'conv-1', 'Guten Tag', 5);
    saveForm(
      db,
      { type: 'orders.note', key: 'o1', form: { data: { orderId: 'o1', body: 'Anrufen' }, fields: {} } },
      7,
    );
    saveDraft(db, 'conv-2', 'Später', 9);
    const all = ['chat.send_message:conv-2', 'orders.note:o1', 'chat.send_message:conv-1'];
    expect(typed()).toEqual(all);
    expect(typed({ sort: 'oldest' })).toEqual(all.toReversed());
    expect(typed({ kind: 'orders' })).toEqual(['orders.note:o1']);
    expect(typed({ search: 'spater' })).toEqual(['chat.send_message:conv-2']);
    const first = askCache(opened.writer, 'outbox.typed', { ...TEXTS, limit: 1 }, 1).rows[0];
    expect(first).toEqual({
      ...{ type: 'chat.send_message', key: 'conv-2', at: 9 },
      data: { conversationId: 'conv-2', body: 'Später' },
    });
    const counts: MethodOutput<'outbox.counts'> = askCache(opened.writer, 'outbox.counts', {}, 1);
    expect(counts).toMatchObject({
      typed: 3,
      typedKinds: [
        { kind: 'chat', count: 2 },
        { kind: 'orders', count: 1 },
      ],
    });
  });

  it('is counted by state and kind beside the commands', () => {
    put(1, 'queued');
    put(2, 'refused', { type: 'inventory.adjust' });
    put(3, 'refused', { withdraw: 2 });
    put(4, 'settled');
    expect(askCache(opened.writer, 'outbox.counts', {}, 1)).toEqual({
      ...{ waiting: 1, refused: 1, discarded: 1, typed: 0, typedKinds: [] },
      kinds: [
        { kind: 'chat', count: 2 },
        { kind: 'inventory', count: 1 },
      ],
    });
  });
});
