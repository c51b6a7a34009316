import { describe, expect, it } from 'vitest';
import { UNDO_GRACE_MS, UNDO_MS } from '#shared/bridge/outbox.ts';
import { settle } from '../../../../tests/support/fake-clock.ts';
import { adjust, bench, database, no, ok } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';

const BATCH = '0190a000-0000-7000-8000-000000000001';
const FINAL_MS = UNDO_MS + UNDO_GRACE_MS;
const one = (id: string) => ({ batch: BATCH, ids: [id] });
const left = (b: ReturnType<typeof bench>, ...ids: string[]): unknown[] =>
  b.outbox.changes(ids).entries.map(({ state, discarded }) => (discarded ? 'discarded' : state));

describe('a command that was discarded', () => {
  it('is not sent, and those of its subject wait behind it, until it is gone for good', async () => {
    const b = bench();
    const [first, second] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [first, second]) b.outbox.submit(command);
    expect(b.outbox.discardLater(one(first.id))).toEqual({ ok: true, value: { count: 1 } });
    expect(b.outbox.changes([])).toMatchObject({ pending: 1, refused: 0 });
    b.outbox.connected();
    await settle();
    expect(b.sent).toEqual([]);
    b.clock.advance(FINAL_MS);
    await settle();
    expect(left(b, first.id)).toEqual([]);
    expect(b.sent.map(({ envelope, message }) => [envelope.id, message])).toEqual([[second.id, 'command']]);
    expect(b.outbox.restore({ batch: BATCH, id: null })).toMatchObject({ error: { code: 'not_found' } });
  });

  it('is sent in its old place when that is taken back', async () => {
    const b = bench();
    const [first, second] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [first, second]) b.outbox.submit(command);
    b.outbox.discardLater(one(first.id));
    b.outbox.connected();
    await settle();
    b.clock.advance(UNDO_MS);
    expect(b.outbox.restore({ batch: BATCH, id: null })).toEqual({ ok: true, value: {} });
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id)).toEqual([first.id]);
    b.sent[0]?.resolve(ok(first.id));
    await settle();
    b.clock.advance(FINAL_MS);
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id)).toEqual([first.id, second.id]);
  });

  it('is neither lost nor sent when the console is killed meanwhile: the user decides', async () => {
    const db = database();
    const [kept, gone] = [adjust('i1', 1), adjust('i2', 2)];
    const killed = bench({ db });
    for (const command of [kept, gone]) killed.outbox.submit(command);
    killed.outbox.discardLater({ batch: BATCH, ids: [kept.id, gone.id] });
    // Killed: nothing is disposed of, and no timer of that process runs any more.
    const b = bench({ db });
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    b.clock.advance(24 * 3_600_000);
    await settle();
    expect(b.sent).toEqual([]);
    expect(left(b, kept.id, gone.id)).toEqual(['discarded', 'discarded']);
    // The badge names them, so that they are found.
    expect(b.outbox.changes([]).pending).toBe(2);
    expect(b.outbox.restore({ batch: null, id: kept.id }).ok).toBe(true);
    expect(b.outbox.discard({ id: gone.id }).ok).toBe(true);
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id)).toEqual([kept.id]);
    expect(left(b, kept.id, gone.id)).toEqual(['sending']);
    expect(b.outbox.changes([]).pending).toBe(1);
  });

  it('is withdrawn at the gateway if that may have it, also after a restart', async () => {
    const db = database();
    const command = adjust();
    const killed = bench({ db });
    killed.outbox.submit(command);
    killed.outbox.connected();
    await settle();
    killed.outbox.discardLater(one(command.id));
    const b = bench({ db });
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    expect(b.sent).toEqual([]);
    b.outbox.discard({ id: command.id });
    await settle();
    expect(b.sent.map(({ message }) => message)).toEqual(['withdraw']);
    b.sent[0]?.resolve(no(command.id, { code: 'withdrawn' }));
    await settle();
    expect(left(b, command.id)).toEqual([]);
  });

  it('stays and is settled if the gateway had carried it out', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.outbox.discardLater(one(command.id));
    b.sent[0]?.resolve(ok(command.id, 7));
    await settle();
    b.clock.advance(FINAL_MS);
    await settle();
    expect(left(b, command.id)).toEqual(['sent']);
    expect(b.sent).toHaveLength(1);
  });

  it('is gone when the gateway refuses it meanwhile, without a word', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.outbox.discardLater(one(command.id));
    b.sent[0]?.resolve(no(command.id, { code: 'conflict' }));
    await settle();
    expect(b.refused).toEqual([]);
    expect(left(b, command.id)).toEqual(['discarded']);
    b.clock.advance(FINAL_MS);
    await settle();
    expect(left(b, command.id)).toEqual([]);
  });

  it('is not sent again after a lost link, but withdrawn once that is final', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.outbox.discardLater(one(command.id));
    b.sent[0]?.reject(new LinkError('closed'));
    b.outbox.disconnected();
    await settle();
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    expect(b.sent).toHaveLength(1);
    b.clock.advance(FINAL_MS);
    await settle();
    expect(b.sent.map(({ message }) => message)).toEqual(['command', 'withdraw']);
  });
});

describe('all refused commands', () => {
  it('are discarded in one step, and brought back in one', async () => {
    const b = bench();
    const commands = [adjust('i1'), adjust('i2'), adjust('i3')];
    for (const command of commands) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    for (const { envelope, resolve } of b.sent.slice(0, 2)) resolve(no(envelope.id, { code: 'conflict' }));
    await settle();
    expect(b.outbox.changes([])).toMatchObject({ pending: 1, refused: 2 });
    const all = { batch: BATCH, ids: null };
    expect(b.outbox.discardLater(all)).toEqual({ ok: true, value: { count: 2 } });
    // A call that is repeated after a broken bridge counts the same ones.
    expect(b.outbox.discardLater(all)).toEqual({ ok: true, value: { count: 2 } });
    expect(b.outbox.changes([])).toMatchObject({ pending: 1, refused: 0 });
    expect(b.outbox.restore({ batch: BATCH, id: null }).ok).toBe(true);
    expect(b.outbox.changes([])).toMatchObject({ pending: 1, refused: 2 });
    b.outbox.discardLater(all);
    b.clock.advance(FINAL_MS);
    expect(left(b, ...commands.map(({ id }) => id))).toEqual(['sending']);
    b.outbox.dispose();
  });

  it('can be 10,000', () => {
    const b = bench();
    const fill = b.db.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at) VALUES (?, ?, 'u1', 'x.y', 's', '{}', 'refused', 0)`,
    );
    b.db.transaction(() => {
      for (let n = 1; n <= 10_000; n += 1) fill.run(`id-${n}`, n);
    })();
    expect(b.outbox.discardLater({ batch: BATCH, ids: null })).toMatchObject({ value: { count: 10_000 } });
    b.clock.advance(FINAL_MS);
    expect(b.db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
  });

  it('says what cannot be discarded', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.sent[0]?.resolve(ok(command.id, 9));
    await settle();
    expect(b.outbox.discardLater(one(command.id))).toMatchObject({ error: { code: 'conflict' } });
    expect(b.outbox.discardLater(one('unknown'))).toMatchObject({ error: { code: 'not_found' } });
  });
});
