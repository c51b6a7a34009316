import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Toast } from '#shared/bridge/notifications.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { type FakeClock, fakeClock } from '../../../../tests/support/fake-clock.ts';
import { makeAlert } from '../../../../tests/support/make/alert.ts';
import { makeOutboxEntry } from '../../../../tests/support/make/command.ts';
import { makeMessage, makeProgress } from '../../../../tests/support/make/conversation.ts';
import { makeEvent } from '../../../../tests/support/make/event.ts';
import { migrate } from '../store/migrate.ts';
import { readerOf } from '../store/reader.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA, NEWS } from '../threads/cache.ts';
import { addNews, NO_NEWS, Toaster } from './toasts.ts';
import { toldList } from './told.ts';

let db: Database.Database;

beforeEach(() => {
  db = new Database(':memory:');
  migrate(db, CACHE_MIGRATIONS);
  const add =
    db.prepare(`INSERT INTO conversations (id, customer_id, customer_name, status, priority, labels, assignee_id, order_ids, created_at,
    last_message_at, last_message_preview, customer_delivered_seq, customer_read_seq, active, wait_key, last_customer_seq, my_read_seq, words)
    VALUES (?, 'k', 'Kim', 'open', 'none', '[]', ?, '[]', 0, 0, '', 0, 0, 1, 0, 0, 0, '')`);
  add.run('mine', 'u1');
  add.run('others', 'u2');
  add.run('nobodys', null);
});

afterEach(() => db.close());

function bench(clock = fakeClock(), time: Pick<FakeClock, 'now'> = clock) {
  const failures: unknown[] = [];
  const shown: { toasts: readonly Toast[]; suppressed: number }[] = [];
  const toaster = new Toaster({
    db,
    userId: 'u1',
    news: NEWS,
    clock,
    time,
    newId: () => 'summary',
    show: (toasts, suppressed) => shown.push({ toasts, suppressed }),
    told: () => {},
    failed: (error) => failures.push(error),
  });
  return { toaster, shown, failures, clock };
}

/** Where the fake clock starts. */
const NOW = 1_700_000_000_000;

function message(id: string, conversationId: string, kind: 'customer' | 'user' = 'customer'): AnyEvent {
  const author = { kind, id: 'k', name: 'Kim' };
  const message = makeMessage({
    id: `m-${id}`,
    conversationId,
    author,
    body: 'Where is\nmy parcel?',
  });
  return makeEvent(
    'chat.message_sent',
    { message, progress: makeProgress() },
    { id, at: NOW, actor: author },
  );
}

function alert(id: string): AnyEvent {
  const subject = {
    type: 'stock' as const,
    itemId: 'i',
    locationId: 'l',
    sku: 'S',
    itemName: 'Chair',
    locationName: 'Shop',
  };
  const alert = makeAlert({ id: `a-${id}`, kind: 'low_stock', subject, value: 3, threshold: 5 });
  const group = { kind: 'low_stock', severity: 'warning', locationId: 'l' } as const;
  const notice = {
    group,
    locationName: 'Shop',
    reason: 'new',
    severity: 'warning',
    fresh: 1,
    open: 1,
  } as const;
  return makeEvent('alerts.notified', { notice, alert }, { id, at: NOW });
}

/** The event that raised an alert. Summaries count it. */
function raised(id: string): AnyEvent {
  return makeEvent('alerts.raised', { alert: makeAlert({ id }) }, { id: `raised-${id}`, at: NOW });
}

function assigned(
  id: string,
  assigneeId: string | null,
  by: string,
  kind: 'user' | 'customer' = 'user',
): AnyEvent {
  return makeEvent(
    'chat.assigned',
    { conversationId: 'mine', assigneeId, assigneeName: null },
    { id, at: NOW, actor: { kind, id: by, name: 'Bo' } },
  );
}

describe('Toaster', () => {
  it('tells of a conversation that a colleague has assigned to the user, and of no other assignment', () => {
    const b = bench();
    b.toaster.events([
      assigned('1', 'u1', 'u2'),
      assigned('2', 'u1', 'u1'),
      assigned('3', 'u2', 'u3'),
      assigned('4', null, 'u2'),
      assigned('5', 'u1', 'k', 'customer'),
    ]);
    expect(b.shown.flatMap(({ toasts }) => toasts.map(({ id }) => id))).toEqual(['1']);
    expect(b.shown[0]?.toasts[0]).toMatchObject({
      message: 'toast.assigned_by',
      values: { by: 'Bo', customer: 'Kim' },
      about: 'me',
    });
  });

  it('shows alerts and messages in own or unassigned conversations, and no others', () => {
    const b = bench();
    b.toaster.events([
      alert('1'),
      message('2', 'mine'),
      message('3', 'others'),
      message('4', 'nobodys'),
      message('5', 'mine', 'user'),
    ]);
    expect(b.shown).toHaveLength(1);
    expect(b.shown[0]?.toasts.map(({ id }) => id)).toEqual(['1', '2', '4']);
    expect(b.shown[0]?.toasts[0]).toMatchObject({
      message: 'toast.alert_low_stock',
      severity: 'warning',
      values: { item: 'Chair', value: 3 },
    });
    expect(b.shown[0]?.toasts[1]).toMatchObject({
      values: { customer: 'Kim', preview: 'Where is my parcel?' },
      subject: { kind: 'conversation', id: 'mine' },
    });
    for (const toast of b.shown[0]?.toasts ?? []) expect(Toast.safeParse(toast).success).toBe(true);
  });

  it('shows each event once, also after a restart', () => {
    const before = bench().toaster;
    before.events([alert('1')]);
    before.dispose();
    const b = bench();
    b.toaster.events([alert('1'), alert('2')]);
    expect(b.shown.flatMap(({ toasts }) => toasts.map(({ id }) => id))).toEqual(['2']);
  });

  it('keeps what it showed and what was missed for the centre, the newest 500, also if it cannot be written at first', () => {
    const b = bench();
    const list = (limit = 100) => toldList(readerOf(db), { after: null, limit });
    b.toaster.events([alert('1'), message('2', 'mine'), message('3', 'nobodys')]);
    b.toaster.missed([
      { ...alert('away'), at: NOW - 3_600_000 },
      { ...alert('long ago'), at: NOW - 8 * 86_400_000 },
    ]);
    expect(b.shown.flatMap(({ toasts }) => toasts)).toHaveLength(3);
    db.pragma('query_only = 1');
    b.clock.advance(1_000);
    expect(b.failures).toHaveLength(1);
    db.pragma('query_only = 0');
    b.clock.advance(10_000);
    expect(list().rows.map(({ id, about }) => [id, about])).toEqual([
      ['3', 'team'],
      ['2', 'me'],
      ['1', 'team'],
      ['away', 'team'],
    ]);
    expect(list().unread).toEqual({ all: 4, mine: 1 });
    expect(b.toaster.markRead({ subject: { kind: 'conversation', id: 'mine' } })).toMatchObject({ ok: true });
    expect(list().unread).toEqual({ all: 3, mine: 0 });
    const first = list(2);
    expect(toldList(readerOf(db), { after: first.next, limit: 2 }).rows.map(({ id }) => id)).toEqual([
      '1',
      'away',
    ]);
    for (let n = 0; n < 600; n += 1) b.toaster.events([alert(`more ${n}`)]);
    b.toaster.dispose();
    expect(db.prepare('SELECT count(*) FROM told').pluck().get()).toBe(500);
    b.toaster.forget();
    expect(list()).toMatchObject({ rows: [], unread: { all: 0 } });
  });

  it('shows nothing for imported history', () => {
    const b = bench();
    b.toaster.events([{ ...alert('old'), at: NOW - 10 * 60_000 }]);
    expect(b.shown).toEqual([]);
  });

  it('replaces too many toasts with one summary', () => {
    const b = bench();
    b.toaster.events(Array.from({ length: 21 }, (_, n) => [raised(`f${n}`), alert(`f${n}`)]).flat());
    expect(b.shown).toHaveLength(1);
    expect(b.shown[0]).toMatchObject({
      suppressed: 21,
      toasts: [{ message: 'toast.flood', values: { alerts: 21, messages: 0 } }],
    });
  });

  it('names a group of alerts, a flood, and what is open and unacknowledged, and whom it is for', () => {
    const b = bench();
    const group = { kind: 'out_of_stock', severity: 'critical', locationId: 'l' } as const;
    const rest = { group, locationName: 'Shop', severity: 'critical', fresh: 7, open: 9 } as const;
    b.toaster.events([
      makeEvent('alerts.notified', { notice: { ...rest, reason: 'new' }, alert: null }, { id: '1', at: NOW }),
      makeEvent(
        'alerts.notified',
        { notice: { ...rest, reason: 'repeat' }, alert: null },
        { id: '2', at: NOW },
      ),
      makeEvent(
        'alerts.notified',
        { notice: { ...rest, reason: 'flood', group: null, locationName: null }, alert: null },
        { id: '3', at: NOW },
      ),
    ]);
    expect(b.shown[0]?.toasts.map(({ message, alert: about }) => [message, about])).toEqual([
      ['toast.alert_group_out_of_stock', group],
      ['toast.alert_repeat', group],
      ['toast.alert_flood', undefined],
    ]);
    for (const toast of b.shown[0]?.toasts ?? []) expect(Toast.safeParse(toast).success).toBe(true);
  });

  it('says when a silence has ended by itself', () => {
    const b = bench();
    const ended = (id: string, actor: AnyEvent['actor']): AnyEvent =>
      makeEvent(
        'alerts.unsilenced',
        { alert: makeAlert({ id, message: 'Door open' }) },
        { id, at: NOW, actor },
      );
    b.toaster.events([
      ended('1', { kind: 'system', id: 'system', name: 'System' }),
      ended('2', { kind: 'user', id: 'u', name: 'U' }),
    ]);
    expect(b.shown[0]?.toasts).toMatchObject([{ id: '1', message: 'toast.alert_unsilenced' }]);
  });

  it('shows a refused command once', () => {
    const b = bench();
    const error = { code: 'conflict', message: 'no', field: null };
    const entry = makeOutboxEntry({ id: 'c1', state: 'refused', attempts: 1, error });
    b.toaster.refused(entry);
    b.toaster.refused(entry);
    expect(b.shown).toHaveLength(1);
  });

  it('counts raised alerts and customer messages as news', () => {
    const news = [raised('1'), alert('1'), message('2', 'mine'), message('3', 'mine', 'user')];
    expect(news.map(CACHE_SCHEMA.newsKind)).toEqual(['alerts', 'told', 'messages', null]);
  });

  it('shows one summary for a catch-up with news, and none without', () => {
    const b = bench();
    b.toaster.caughtUp({ alerts: 0, messages: 0 });
    b.toaster.caughtUp(addNews(NO_NEWS, { alerts: 1, messages: 1 }));
    expect(b.shown).toEqual([
      {
        suppressed: 2,
        toasts: [expect.objectContaining({ message: 'toast.caught_up', values: { alerts: 1, messages: 1 } })],
      },
    ]);
  });

  it('remembers a limited number of events', () => {
    const add = db.prepare('INSERT INTO shown_notifications (event_id, at) VALUES (?, ?)');
    db.transaction(() => {
      for (let n = 0; n < 6_000; n += 1) add.run(`e${n}`, n);
    })();
    const b = bench();
    b.toaster.refused(makeOutboxEntry());
    b.toaster.dispose();
    expect(db.prepare('SELECT count(*) AS n, min(at) AS oldest FROM shown_notifications').get()).toEqual({
      n: 5_000,
      oldest: 1_001,
    });
  });

  it('keeps what it could not write, and writes it when there is room again', () => {
    const b = bench();
    db.exec(
      `CREATE TRIGGER full BEFORE INSERT ON shown_notifications BEGIN SELECT raise(ABORT, 'disk is full'); END`,
    );
    b.toaster.refused(makeOutboxEntry());
    b.clock.advance(1_000);
    expect(b.failures).toHaveLength(1);
    db.exec('DROP TRIGGER full');
    b.clock.advance(10_000);
    expect(b.failures).toHaveLength(1);
    expect(db.prepare('SELECT count(*) AS n FROM shown_notifications').get()).toEqual({ n: 1 });
    b.toaster.dispose();
    expect(b.clock.timers).toBe(0);
  });
});
