import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cursor } from '#shared/protocol/messages.ts';
import { migratedCache } from '../../../../tests/support/declared-tables.ts';
import { fakeClock, settle } from '../../../../tests/support/fake-clock.ts';
import { adjust, bench, database, no, ok, type Sent } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';
import { OutboxFile } from '../store/outbox-file.ts';
import { Settlement } from '../store/settle.ts';
import { createSql } from '../store/sql.ts';

/** How a gateway decides a command: `fail` is a bug, answered `internal` every time. */
const fate = fc.constantFrom('ok', 'ok', 'ok', 'refuse', 'fail');
type Fate = 'ok' | 'refuse' | 'fail';

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      item: fc.integer({ min: 0, max: 2 }),
      fate,
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), which: fc.nat(40) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('discard' as const, 'timeout' as const),
      which: fc.nat(40),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('connect' as const, 'online' as const, 'event' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('time' as const, 'disconnect' as const, 'backup' as const, 'others' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'restore' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('any sequence of lost links, late copies, discards and restored backups', () => {
  it('runs each command once or never, as the console says in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
        const world = new World();
        await world.take({ kind: 'online' });
        for (const next of steps) await world.take(next);
        await world.drain();
        world.check();
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

type Answer = { readonly ok: boolean; readonly seq: number; readonly code: 'conflict' | 'withdrawn' };

/** The gateway's data: its log, of which only the commands' ids matter, and its replies by command id. */
class GatewayData {
  readonly log: (string | null)[];
  readonly replies: Map<string, Answer>;

  constructor(log: readonly (string | null)[] = [], replies: ReadonlyMap<string, Answer> = new Map()) {
    this.log = [...log];
    this.replies = new Map(replies);
  }

  copy(): GatewayData {
    return new GatewayData(this.log, this.replies);
  }
}

/**
 * A console and a gateway with a network between them that delivers each copy of a message whenever it likes, also after the
 * console has given up its link.
 */
class World {
  readonly #db = database();
  readonly #clock = fakeClock(Date.now());
  readonly #settlement = new Settlement(createSql(migratedCache()), new OutboxFile(this.#db));
  #b = bench({ db: this.#db, clock: this.#clock });
  readonly #fates = new Map<string, Fate>();
  readonly #lanes = new Map<string, string>();
  #gateway = new GatewayData();
  #backup = new GatewayData();
  /** Changes with each restored backup; the console's is that of its cursor. */
  #history = 0;
  #knownHistory = 0;
  #cursor = 0;
  #linked = false;
  #live = false;
  /** Copies on their way to the gateway. */
  #network: Sent[] = [];
  #taken = 0;
  readonly #answered = new Set<Sent>();

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case 'submit':
        this.#submit(`i${next.item}`, next.fate);
        break;
      case 'deliver':
        this.#deliver(next.which);
        break;
      case 'timeout':
        this.#reject(this.#open()[next.which % Math.max(1, this.#open().length)], 'timeout');
        break;
      case 'discard':
        this.#discard(next.which);
        break;
      case 'connect':
        this.#connect();
        break;
      case 'online':
        this.#connect();
        this.#catchUp();
        break;
      case 'event':
        if (this.#live) this.#applyTo(this.#cursor + 1);
        break;
      case 'time':
        await this.#clock.advanceAsync(31_000);
        break;
      case 'disconnect':
        this.#disconnect();
        break;
      case 'backup':
        this.#backup = this.#gateway.copy();
        break;
      case 'others':
        this.#gateway.log.push(null, null, null);
        break;
      case 'crash':
        this.#crash();
        break;
      case 'restore':
        this.#restore();
        break;
    }
    await this.#observe();
  }

  /** A calm end: everything arrives, and nobody discards anything any more. */
  async drain(): Promise<void> {
    for (let round = 0; round < 300; round += 1) {
      this.#connect();
      this.#catchUp();
      await this.#observe();
      while (this.#network.length > 0) {
        this.#deliver(0);
        await this.#observe();
      }
      this.#applyTo(this.#gateway.log.length);
      await this.#clock.advanceAsync(31_000);
      await this.#observe();
      if (this.#b.outbox.changes([]).pending === 0 && this.#network.length === 0) return;
    }
    throw new Error('the outbox does not come to an end');
  }

  check(): void {
    for (const [id, decided] of this.#fates) {
      const ran = this.#gateway.log.filter((one) => one === id).length;
      const state = this.#b.stateOf(id) ?? 'gone';
      const said = `${id} ${decided} ${state}`;
      expect(ran, said).toBe(state === 'settled' ? 1 : 0);
      if (decided === 'ok') expect(['settled', 'gone'], said).toContain(state);
      else expect(['refused', 'gone'], said).toContain(state);
    }
    this.#b.outbox.dispose();
    expect(this.#clock.timers).toBe(0);
  }

  #submit(item: string, decided: Fate): void {
    const command = adjust(item);
    if (!this.#b.outbox.submit(command).ok) throw new Error('not taken');
    this.#fates.set(command.id, decided);
    this.#lanes.set(command.id, item);
  }

  #discard(which: number): void {
    const ids = [...this.#fates.keys()];
    const id = ids[which % Math.max(1, ids.length)];
    if (id !== undefined) this.#b.outbox.discard({ id });
  }

  #connect(): void {
    if (this.#linked) return;
    this.#linked = true;
    this.#b.outbox.connected();
  }

  /** What the store does: replaces the channel if the history is another one, then applies the events. */
  #catchUp(): void {
    if (!this.#linked) return;
    if (this.#knownHistory !== this.#history) {
      this.#knownHistory = this.#history;
      this.#moveTo(this.#gateway.log.length);
      this.#settlement.requeue('inventory', this.#cursor, ['inventory'], this.#clock.now());
      this.#settlement.follow();
      this.#b.outbox.historyChanged(this.#cursor);
    }
    this.#applyTo(this.#gateway.log.length);
    this.#live = true;
    this.#b.outbox.caughtUp();
  }

  #applyTo(end: number): void {
    const events = this.#gateway.log
      .slice(this.#cursor, end)
      .map((commandId, i) => ({ seq: this.#cursor + i + 1, commandId }));
    this.#moveTo(Math.min(end, this.#gateway.log.length));
    const cursors = new Map<'inventory', Cursor>([['inventory', { seq: this.#cursor, id: null }]]);
    const settled = this.#settlement.byEvents(events, cursors);
    this.#settlement.follow();
    if (settled.length > 0) this.#b.outbox.settled(settled);
  }

  #moveTo(seq: number): void {
    this.#cursor = Math.max(0, seq);
    this.#b.cursors['inventory'] = this.#cursor;
  }

  /** The gateway may still read what was sent over the link. */
  #disconnect(): void {
    this.#linked = false;
    this.#live = false;
    this.#b.outbox.disconnected();
    for (const sent of this.#open()) this.#reject(sent, 'closed');
  }

  /** Like kill -9 of the console: only the database and the copies on their way remain. */
  #crash(): void {
    this.#b.outbox.dispose();
    for (const sent of this.#open()) this.#answered.add(sent);
    this.#linked = false;
    this.#live = false;
    this.#b = bench({ db: this.#db, clock: this.#clock });
    this.#taken = 0;
    this.#moveTo(this.#cursor);
  }

  /** The gateway ends, its database is replaced by the backup, and others go on with their work. */
  #restore(): void {
    this.#disconnect();
    this.#network = [];
    this.#gateway = this.#backup.copy();
    this.#history += 1;
  }

  #open(): Sent[] {
    return this.#b.sent.filter((sent) => !this.#answered.has(sent));
  }

  #reject(sent: Sent | undefined, kind: 'closed' | 'timeout'): void {
    if (sent === undefined) return;
    this.#answered.add(sent);
    sent.reject(new LinkError(kind));
  }

  /** Gives one copy to the gateway. Its answer is lost if the console no longer waits for it. */
  #deliver(which: number): void {
    const index = which % Math.max(1, this.#network.length);
    const [sent] = this.#network.splice(index, 1);
    if (sent === undefined) return;
    const answer = this.#decide(sent);
    if (this.#answered.has(sent)) return;
    this.#answered.add(sent);
    sent.resolve(answer);
  }

  #decide({ envelope: { id }, message }: Sent): unknown {
    const { replies, log } = this.#gateway;
    const stored = replies.get(id);
    const decided = this.#fates.get(id);
    const answer = ({ ok: yes, seq, code }: Answer): unknown => (yes ? ok(id, seq) : no(id, { code }));
    if (stored !== undefined) return answer(stored);
    if (message === 'command' && decided === 'fail') return no(id, { code: 'internal' });
    if (message === 'command' && decided === 'ok') log.push(id);
    const reply: Answer = {
      ok: message === 'command' && decided === 'ok',
      seq: log.length,
      code: message === 'withdraw' ? 'withdrawn' : 'conflict',
    };
    replies.set(id, reply);
    return answer(reply);
  }

  /** Lets the outbox do its work. Puts what it sends on the network: at most one command of a subject at a time. */
  async #observe(): Promise<void> {
    await settle();
    this.#network.push(...this.#b.sent.slice(this.#taken));
    this.#taken = this.#b.sent.length;
    // An event may have settled a command whose answer is still on its way.
    const undecided = this.#open().filter(({ envelope }) => this.#b.stateOf(envelope.id) === 'sending');
    const lanes = undecided.map(({ envelope }) => this.#lanes.get(envelope.id));
    expect(new Set(lanes).size).toBe(lanes.length);
  }
}
