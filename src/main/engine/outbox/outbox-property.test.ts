import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import { adjust, bench, database, no, ok, type Sent } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';

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

describe('any sequence of failures', () => {
  it('sends each command until it is answered, in order, and removes the effects of refused ones', async () => {
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
    else if (next.kind === 'connect') this.#connect();
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
      this.#connect();
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

  #connect(): void {
    this.#b.outbox.connected();
    this.#b.outbox.caughtUp();
  }

  #disconnect(): void {
    this.#b.outbox.disconnected();
    for (const sent of this.#open()) {
      this.#answered.add(sent);
      sent.reject(new LinkError('closed'));
    }
  }

  /** Like kill -9: no listener is called, and only the database remains. */
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
