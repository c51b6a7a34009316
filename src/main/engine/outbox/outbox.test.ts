import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { MAX_CURRENT_LENGTH } from '#shared/bridge/commands.ts';
import { BACKOFF_CAP_MS } from '#shared/domain/connection.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import { adjust, bench, no, ok } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';

describe('submit', () => {
  it('is durable before anything is sent, with its effect', () => {
    const b = bench();
    const command = adjust('i1', -3);
    const result = b.outbox.submit(command);
    expect(result).toMatchObject({
      ok: true,
      value: { id: command.id, state: 'queued', subject: 'inventory:i1:l1', attempts: 0 },
    });
    const row = b.db.prepare('SELECT effect, channel FROM outbox WHERE id = ?').get(command.id);
    expect(row).toMatchObject({ channel: 'inventory', effect: expect.stringContaining('"deltaOnHand":-3') });
    expect(b.topics).toEqual(['inventory:i1']);
  });

  it('accepts the same id once, and refuses it with different content', () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    // The order of the keys is the caller's own affair.
    const { reference, ...rest } = command.data;
    expect(b.outbox.submit({ ...command, data: { reference, ...rest } })).toMatchObject({
      ok: true,
      value: { id: command.id },
    });
    expect(b.outbox.submit({ ...adjust('i2'), id: command.id })).toMatchObject({
      ok: false,
      error: { code: 'idempotency_conflict' },
    });
    expect(b.outbox.changes([]).pending).toBe(1);
  });

  it('refuses malformed and forbidden commands', () => {
    const b = bench({ permissions: ['inventory:read'] });
    expect(b.outbox.submit(adjust())).toMatchObject({
      ok: false,
      error: { code: 'forbidden', permission: 'inventory:write' },
    });
    expect(b.outbox.submit({ ...adjust(), data: {} })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'itemId' },
    });
    expect(b.outbox.submit({ ...adjust(), type: 'no.such' })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'type' },
    });
    b.outbox.permit(PERMISSIONS);
    expect(b.outbox.submit(adjust()).ok).toBe(true);
  });

  it('is refused when the outbox is full', () => {
    const b = bench();
    const fill = b.db.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at) VALUES (?, ?, 'u1', 'x.y', 's', '{}', 'queued', 0)`,
    );
    b.db.transaction(() => {
      for (let n = 1; n <= 10_000; n += 1) fill.run(`id-${n}`, n);
    })();
    const again = bench({ db: b.db });
    expect(again.outbox.submit(adjust())).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });
});

describe('sending', () => {
  it('keeps the order within a subject and sends other subjects in parallel', async () => {
    const b = bench();
    const [first, second, other] = [adjust('i1', 1), adjust('i1', 2), adjust('i2', 3)];
    for (const command of [first, second, other]) b.outbox.submit(command);
    await settle();
    expect(b.sent).toHaveLength(0);
    b.outbox.connected();
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id)).toEqual([first.id, other.id]);
    b.sent[0]?.resolve(ok(first.id));
    await settle();
    expect(b.sent.at(-1)?.envelope.id).toBe(second.id);
  });

  it('has at most 32 in flight', async () => {
    const b = bench();
    for (let n = 0; n < 40; n += 1) b.outbox.submit(adjust(`i${n}`));
    b.outbox.connected();
    await settle();
    expect(b.sent).toHaveLength(32);
    b.sent[0]?.resolve(ok(b.sent[0].envelope.id));
    await settle();
    expect(b.sent).toHaveLength(33);
  });

  it('is sent until the channel has reached the reply, then settled', async () => {
    const b = bench();
    const [seen, unseen, unsubscribed] = [
      adjust('i1'),
      adjust('i2'),
      { ...adjust(), type: 'admin.set_role', data: { userId: 'u2', role: 'agent' } },
    ];
    for (const command of [seen, unseen, unsubscribed]) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.cursors['inventory'] = 7;
    b.sent[0]?.resolve(ok(seen.id, 7));
    b.sent[1]?.resolve(ok(unseen.id, 8));
    b.sent[2]?.resolve(ok(unsubscribed.id, 9));
    await settle();
    expect([seen, unseen, unsubscribed].map(({ id }) => b.stateOf(id))).toEqual([
      'settled',
      'sent',
      'settled',
    ]);
  });

  it('lets the event settle a command whose reply never came', async () => {
    const b = bench();
    const [first, second] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [first, second]) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.db.prepare("UPDATE outbox SET state = 'settled' WHERE id = ?").run(first.id);
    b.outbox.settled([first.id]);
    await settle();
    expect(b.sent.at(-1)?.envelope.id).toBe(second.id);
    b.sent[0]?.resolve(no(first.id, { code: 'conflict' }));
    await settle();
    expect(b.stateOf(first.id)).toBe('settled');
    expect(b.refused).toEqual([]);
  });

  it('keeps what the gateway has decided while it cannot be written, and goes on then', async () => {
    const b = bench();
    const [first, second] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [first, second]) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.db.exec(`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'disk is full'); END`);
    b.sent[0]?.resolve(ok(first.id));
    await settle();
    await b.clock.advanceAsync(5_000);
    expect(b.stateOf(first.id)).toBe('sending');
    b.db.exec('DROP TRIGGER full');
    await b.clock.advanceAsync(5_000);
    expect(b.stateOf(first.id)).toBe('settled');
    expect(b.sent.at(-1)?.envelope.id).toBe(second.id);
    b.outbox.dispose();
    expect(b.clock.timers).toBe(0);
  });

  it('keeps a refused command with its reason, and sends the next one of its subject', async () => {
    const b = bench();
    const [first, second] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [first, second]) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.sent[0]?.resolve(
      no(first.id, { code: 'insufficient_stock', message: 'only 2 left', field: 'change.quantity' }),
    );
    await settle();
    expect(b.outbox.changes([first.id])).toMatchObject({
      entries: [
        {
          state: 'refused',
          error: { code: 'insufficient_stock', message: 'only 2 left', field: 'change.quantity' },
        },
      ],
      pending: 1,
      refused: 1,
    });
    expect(b.refused).toEqual([first.id]);
    expect(b.sent.at(-1)?.envelope.id).toBe(second.id);
  });

  it('keeps what a conflict found, unless it is too large', async () => {
    const b = bench();
    const small = [{ line: 0, field: 'price', expected: 1, current: 2 }];
    const commands = [adjust('i1', 1), adjust('i2', 1)];
    for (const command of commands) b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    const found = [small, 'x'.repeat(MAX_CURRENT_LENGTH)];
    commands.forEach(({ id }, n) => {
      b.sent
        .find(({ envelope }) => envelope.id === id)
        ?.resolve(no(id, { code: 'conflict', message: 'changed', current: found[n] }));
    });
    await settle();
    const { entries } = b.outbox.changes(commands.map(({ id }) => id));
    expect(entries.map(({ error }) => error?.current)).toEqual([small, undefined]);
  });

  it('pauses all commands for as long as a rate limit says', async () => {
    const b = bench();
    const [limited, other] = [adjust('i1'), adjust('i2')];
    b.outbox.submit(limited);
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    b.sent[0]?.resolve(no(limited.id, { code: 'rate_limited', retryAfterMs: 4_000 }));
    await settle();
    b.outbox.submit(other);
    await b.clock.advanceAsync(3_999);
    expect(b.sent).toHaveLength(1);
    await b.clock.advanceAsync(1);
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id).sort()).toEqual(
      [limited.id, limited.id, other.id].sort(),
    );
  });

  it.for([-3_600_000, 3_600_000])(
    'waits as long between attempts when the clock is set by %i ms',
    async (jump) => {
      const b = bench();
      b.outbox.submit(adjust());
      b.outbox.connected();
      b.outbox.caughtUp();
      await settle();
      b.sent[0]?.reject(new LinkError('timeout'));
      // Between the decision and the turn in which it is written.
      await Promise.resolve();
      b.clock.jump(jump);
      await settle();
      expect(b.sent).toHaveLength(1);
      await b.clock.advanceAsync(499);
      expect(b.sent).toHaveLength(1);
      await b.clock.advanceAsync(1);
      await settle();
      expect(b.sent).toHaveLength(2);
    },
  );

  it('retries with growing delays after timeouts, and at once after a lost link', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    b.sent[0]?.reject(new LinkError('timeout'));
    await settle();
    expect(b.stateOf(command.id)).toBe('queued');
    await b.clock.advanceAsync(249);
    expect(b.sent).toHaveLength(1);
    await b.clock.advanceAsync(5_000);
    await settle();
    expect(b.sent).toHaveLength(2);
    b.outbox.disconnected();
    b.sent[1]?.reject(new LinkError('closed'));
    await settle();
    expect(b.sent).toHaveLength(2);
    b.outbox.connected();
    await settle();
    expect(b.sent).toHaveLength(2);
    b.outbox.caughtUp();
    await settle();
    expect(b.sent).toHaveLength(3);
    expect(new Set(b.sent.map(({ envelope }) => envelope.id)).size).toBe(1);
  });
});

describe('a restart', () => {
  it('lets no command wait longer than the longest delay, however far the clock is off', async () => {
    const first = bench();
    const command = adjust();
    first.outbox.submit(command);
    first.outbox.connected();
    first.outbox.caughtUp();
    await settle();
    first.sent[0]?.reject(new LinkError('timeout'));
    await settle();
    first.outbox.dispose();
    const clock = fakeClock();
    clock.jump(-3 * 86_400_000);
    const b = bench({ db: first.db, clock });
    b.outbox.connected();
    b.outbox.caughtUp();
    await clock.advanceAsync(BACKOFF_CAP_MS - 1);
    await settle();
    expect(b.sent).toHaveLength(0);
    await clock.advanceAsync(1);
    await settle();
    expect(b.sent.map(({ envelope }) => envelope.id)).toEqual([command.id]);
  });
});

describe('retry and discard', () => {
  async function withRefused() {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.sent[0]?.resolve(no(command.id, { code: 'conflict' }));
    await settle();
    return { ...b, command };
  }

  it('sends a reply again without what its author had seen, which was the reason to refuse it', async () => {
    const b = bench();
    const data = { conversationId: 'c1', messageId: uuidv7(), kind: 'text', body: 'Yes', seen: 4 };
    const reply = { id: uuidv7(), type: 'chat.send_message', data };
    b.outbox.submit(reply);
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    expect(b.sent.at(-1)?.envelope.data).toEqual(data);
    b.sent.at(-1)?.resolve(no(reply.id, { code: 'expired' }));
    await settle();
    b.outbox.retry({ id: reply.id, newId: uuidv7() });
    await settle();
    const { seen: _, ...meant } = data;
    expect(b.sent.at(-1)?.envelope.data).toEqual(meant);
  });

  it('sends a refused command again under a new id, only once for repeated calls', async () => {
    const b = await withRefused();
    const newId = uuidv7();
    expect(b.outbox.retry({ id: b.command.id, newId })).toMatchObject({
      ok: true,
      value: { id: newId, state: 'queued' },
    });
    expect(b.outbox.retry({ id: b.command.id, newId })).toMatchObject({ ok: true, value: { id: newId } });
    await settle();
    expect(b.sent.at(-1)?.envelope).toMatchObject({
      id: newId,
      type: 'inventory.adjust',
      data: b.command.data,
    });
    expect(b.outbox.changes([b.command.id, newId])).toMatchObject({
      entries: [{ id: newId }],
      pending: 1,
      refused: 0,
    });
    expect(b.outbox.retry({ id: newId, newId: uuidv7() })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });

  it('discards commands that were refused or never sent, and no accepted ones', async () => {
    const b = await withRefused();
    expect(b.outbox.discard({ id: b.command.id }).ok).toBe(true);
    expect(b.outbox.changes([b.command.id])).toMatchObject({ gone: [b.command.id], pending: 0, refused: 0 });
    expect(b.outbox.discard({ id: b.command.id })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    b.outbox.disconnected();
    const never = adjust();
    b.outbox.submit(never);
    expect(b.outbox.discard({ id: never.id }).ok).toBe(true);
    const accepted = adjust();
    b.outbox.submit(accepted);
    b.outbox.connected();
    await settle();
    b.sent.at(-1)?.resolve(ok(accepted.id, 5));
    await settle();
    expect(b.outbox.discard({ id: accepted.id })).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});
