import Database from 'better-sqlite3';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { PERMISSIONS, type Permission } from '#shared/protocol/permissions.ts';
import { type FakeClock, fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import { LinkError } from '../connection/link.ts';
import { migrate } from '../store/migrate.ts';
import { Outbox } from './outbox.ts';

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const databases: Database.Database[] = [];

afterEach(() => {
  for (const db of databases.splice(0)) db.close();
});

interface Sent {
  readonly envelope: CommandEnvelope;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

function database(): Database.Database {
  const db = new Database(':memory:');
  databases.push(db);
  migrate(db);
  return db;
}

function bench(
  options: { db?: Database.Database; clock?: FakeClock; permissions?: readonly Permission[] } = {},
) {
  const db = options.db ?? database();
  const clock = options.clock ?? fakeClock();
  const sent: Sent[] = [];
  const refused: string[] = [];
  const topics: string[] = [];
  const cursors: Record<string, number> = { inventory: 0, chat: 0 };
  const outbox = new Outbox(
    {
      db,
      userId: 'u1',
      userName: 'Ada',
      permissions: options.permissions ?? PERMISSIONS,
      clock,
      logger: SILENT,
      random: () => 0.5,
      defer: (run) => void setImmediate(run),
      send: (envelope) => new Promise((resolve, reject) => sent.push({ envelope, resolve, reject })),
      cursorOf: (channel) => cursors[channel],
      unauthenticated() {},
    },
    {
      changed: (_ids, changed) => {
        for (const [topic, keys] of changed) for (const key of keys) topics.push(`${topic}:${key}`);
      },
      refused: (entry) => refused.push(entry.id),
    },
  );
  const stateOf = (id: string): string | undefined => outbox.changes([id]).entries[0]?.state;
  return { db, clock, outbox, sent, refused, topics, cursors, stateOf };
}

const adjust = (itemId = 'i1', quantity = 1) => ({
  id: uuidv7(),
  type: 'inventory.adjust',
  data: { itemId, locationId: 'l1', change: { mode: 'delta', quantity }, reason: 'count', reference: null },
});
const ok = (id: string, seq = 0) => ({ ok: true, id, seq, result: {} });
const no = (id: string, error: Partial<ProtocolError>) => ({
  ok: false,
  id,
  error: { code: 'invalid', message: 'no', ...error },
});

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

  it('takes the same id once, and refuses it with other content', () => {
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

  it('says what is malformed and what is not allowed', () => {
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

  it('is bounded', () => {
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
  it('keeps the order inside a subject and goes on with others', async () => {
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

  it('keeps a refused command with its reason, and goes on with the next of its subject', async () => {
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

  it('waits as long as a rate limit says, with everything', async () => {
    const b = bench();
    const [limited, other] = [adjust('i1'), adjust('i2')];
    b.outbox.submit(limited);
    b.outbox.connected();
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

  it('sends again after a timeout, later and later, and at once after a lost link', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
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
    expect(b.sent).toHaveLength(3);
    expect(new Set(b.sent.map(({ envelope }) => envelope.id)).size).toBe(1);
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

  it('sends a refused command again under a new id, once however often it is asked', async () => {
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

  it('drops what was refused or never sent, and nothing that may have arrived', async () => {
    const b = await withRefused();
    expect(b.outbox.discard({ id: b.command.id }).ok).toBe(true);
    expect(b.outbox.changes([])).toMatchObject({ pending: 0, refused: 0 });
    expect(b.outbox.discard({ id: b.command.id })).toMatchObject({ ok: false, error: { code: 'not_found' } });
    b.outbox.disconnected();
    const never = adjust();
    b.outbox.submit(never);
    expect(b.outbox.discard({ id: never.id }).ok).toBe(true);
    const maybe = adjust();
    b.outbox.submit(maybe);
    b.outbox.connected();
    await settle();
    expect(b.outbox.discard({ id: maybe.id })).toMatchObject({ ok: false, error: { code: 'conflict' } });
    b.sent.at(-1)?.reject(new LinkError('timeout'));
    await settle();
    expect(b.stateOf(maybe.id)).toBe('queued');
    expect(b.outbox.discard({ id: maybe.id })).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});

/** What may happen to an outbox: weighted towards what makes it move. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('submit' as const), item: fc.integer({ min: 0, max: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      which: fc.nat(40),
      how: fc.constantFrom('ok', 'refuse', 'busy', 'timeout', 'garbage'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('connect' as const, 'time' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disconnect' as const, 'crash' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('whatever happens', () => {
  it('sends each command until it is answered, never out of order, and shows no effect of what was refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const world = new World();
        for (const next of steps) await world.take(next);
        await world.drain();
        world.check();
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

/** A gateway that decides each id once, and an outbox that may crash; what was seen is checked at the end. */
class World {
  readonly #db = database();
  readonly #clock = fakeClock();
  #b = bench({ db: this.#db, clock: this.#clock });
  readonly #order = new Map<string, string[]>();
  readonly #verdicts = new Map<string, 'ok' | 'refuse'>();
  readonly #firstSeen = new Map<string, string[]>();
  #seen = 0;
  #answered = new Set<Sent>();

  async take(next: Step): Promise<void> {
    if (next.kind === 'submit') this.#submit(`i${next.item}`);
    else if (next.kind === 'connect') this.#b.outbox.connected();
    else if (next.kind === 'disconnect') this.#disconnect();
    else if (next.kind === 'time') await this.#clock.advanceAsync(31_000);
    else if (next.kind === 'answer') this.#answer(next.which, next.how);
    else this.#crash();
    await settle();
    this.#observe();
  }

  /** A calm end: everything is answered. */
  async drain(): Promise<void> {
    for (let round = 0; round < 400 && this.#b.outbox.changes([]).pending > 0; round += 1) {
      this.#b.outbox.connected();
      await this.#clock.advanceAsync(31_000);
      await settle();
      this.#observe();
      while (this.#open().length > 0) this.#answer(0, 'ok');
      await settle();
    }
  }

  check(): void {
    expect(this.#b.outbox.changes([]).pending).toBe(0);
    for (const [subject, ids] of this.#order) {
      // All were sent, for the first time in the order they were submitted.
      expect(this.#firstSeen.get(subject) ?? []).toEqual(ids);
      for (const id of ids) {
        const verdict = this.#verdicts.get(id);
        expect(this.#b.stateOf(id)).toBe(verdict === 'ok' ? 'settled' : 'refused');
      }
    }
    const laid = this.#db
      .prepare("SELECT count(*) AS n FROM outbox WHERE state IN ('queued', 'sending', 'sent')")
      .get();
    expect(laid).toEqual({ n: 0 });
    this.#b.outbox.dispose();
    expect(this.#clock.timers).toBe(0);
  }

  #submit(item: string): void {
    const command = adjust(item);
    if (!this.#b.outbox.submit(command).ok) throw new Error('not taken');
    const subject = `inventory:${item}:l1`;
    this.#order.set(subject, [...(this.#order.get(subject) ?? []), command.id]);
  }

  #disconnect(): void {
    this.#b.outbox.disconnected();
    for (const sent of this.#open()) {
      this.#answered.add(sent);
      sent.reject(new LinkError('closed'));
    }
  }

  /** As kill -9: nothing is told to anybody, the database is all that is left. */
  #crash(): void {
    this.#b.outbox.dispose();
    this.#b = bench({ db: this.#db, clock: this.#clock });
    this.#seen = 0;
    this.#answered = new Set();
  }

  #open(): Sent[] {
    return this.#b.sent.filter((sent) => !this.#answered.has(sent));
  }

  #answer(which: number, how: string): void {
    const open = this.#open();
    const sent = open[which % Math.max(1, open.length)];
    if (sent === undefined) return;
    this.#answered.add(sent);
    const { id } = sent.envelope;
    const decided = this.#verdicts.get(id);
    const decision = decided ?? (how === 'ok' || how === 'refuse' ? how : undefined);
    // A timeout may lose a reply to a command that was decided; the decision stands.
    if (decision !== undefined) this.#verdicts.set(id, decision);
    if (how === 'timeout') sent.reject(new LinkError('timeout'));
    else if (how === 'garbage') sent.resolve({ what: 'is this' });
    else if (decision === undefined) sent.resolve(no(id, { code: 'unavailable' }));
    else sent.resolve(decision === 'ok' ? ok(id) : no(id, { code: 'conflict' }));
  }

  /** What left for the first time, per subject; and that no command left before the one ahead of it was decided. */
  #observe(): void {
    for (const { envelope } of this.#b.sent.slice(this.#seen)) {
      const subject = [...this.#order].find(([, ids]) => ids.includes(envelope.id))?.[0] ?? '';
      const ids = this.#order.get(subject) ?? [];
      for (const before of ids.slice(0, ids.indexOf(envelope.id)))
        expect(this.#verdicts.has(before)).toBe(true);
      const first = this.#firstSeen.get(subject) ?? [];
      if (!first.includes(envelope.id)) this.#firstSeen.set(subject, [...first, envelope.id]);
    }
    this.#seen = this.#b.sent.length;
    const open = this.#open().map(({ envelope }) => envelope.id);
    expect(new Set(open).size).toBe(open.length);
  }
}
