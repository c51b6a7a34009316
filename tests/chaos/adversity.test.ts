import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import type { TestBridge } from '../support/bridge.ts';
import { DisturbedShop } from '../support/disturbed-shop.ts';
import { adjustment } from '../support/make/command.ts';
import { compareProjections } from '../support/projections.ts';
import { seeded } from '../support/random.ts';
import { until } from '../support/wait.ts';

const RATE = 100;
/** Commands that are settled between a backup and its restore, and are lost by it. */
const LOST_EACH = 8;
/** The outbox keeps the outcome of 500 commands; fewer are issued, so that each one's can be looked up. */
const MAX_COMMANDS = 300;
const [MINUTE, DAY] = [60_000, 86_400_000];
/** How far clocks are set off. Ids made by a clock that is more than a day ahead of the gateway's are refused. */
const JUMPS = [2 * MINUTE, 10 * MINUTE, 120 * MINUTE, DAY - 10 * MINUTE, 3 * DAY].flatMap((ms) => [ms, -ms]);

const OutboxRow = z.object({ id: z.string(), state: z.string(), error: z.string().nullable() });
const RefusedAs = z.object({ code: z.string(), field: z.string().nullable() });

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('exactness under restores, wrong clocks, locked databases and slow disks', () => {
  const seed = Number(process.env['QUAYSIDE_CHAOS_SEED'] ?? Date.now() % 100_000);
  const random = seeded(seed);
  const between = (from: number, to: number): number => from + random() * (to - from);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(random() * list.length)];
    if (found === undefined) throw new Error('nothing to pick');
    return found;
  };
  let around: DisturbedShop;
  let bridge: TestBridge;
  /** What was done, for the message of a failing test. */
  const done: string[] = [];
  /** The commands, by id: their references. */
  const issued = new Map<string, string>();
  /** References of commands that a restore has taken back. */
  const lost = new Set<string>();

  beforeAll(async () => {
    around = await DisturbedShop.open(['--rate', String(RATE), '--seed', '7']);
    bridge = around.shop.bridge;
    await bridge.call('session.sign_in_persona', { username: 'marco' });
    await untilLive();
  }, 120_000);

  afterAll(async () => {
    await around?.stop();
  }, 120_000);

  const connection = async () => {
    const status = await bridge.try('connection.status', {});
    return status.ok ? status.value : null;
  };
  const state = async () => (await connection())?.state ?? null;
  /** Makes the id of a command as a page does: with the gateway's time, as far as the console knows it. */
  const newId = async (): Promise<string> =>
    uuidv7({ msecs: (await connection())?.gatewayTime ?? Date.now() });
  const untilLive = (): Promise<void> =>
    until('the console is live', async () => (await state()) === 'live', 120_000);

  /** Returns the references of the commands that have taken effect, with the number of their effects. */
  function effects(): Map<string, number> {
    const db = new Database(around.gatewayFile, { readonly: true });
    try {
      const rows = db
        .prepare<[], { reference: string; n: number }>(
          "SELECT reference, count(*) AS n FROM movements WHERE reference LIKE 'chaos-%' GROUP BY reference",
        )
        .all();
      return new Map(rows.map(({ reference, n }) => [reference, n]));
    } finally {
      db.close();
    }
  }

  /** Returns what became of the commands, by id. */
  function outbox(): Map<string, { state: string; refused: z.infer<typeof RefusedAs> | null }> {
    const db = new Database(outboxPath(around.shop.cacheFile()), { readonly: true });
    try {
      const rows = z.array(OutboxRow).parse(db.prepare('SELECT id, state, error FROM outbox').all());
      return new Map(
        rows.map(({ id, state: became, error }) => [
          id,
          { state: became, refused: error === null ? null : RefusedAs.parse(JSON.parse(error)) },
        ]),
      );
    } finally {
      db.close();
    }
  }

  it(`every command takes effect once or is refused with a reason, and both ends are equal (seed ${seed})`, async ({
    onTestFailed,
  }) => {
    onTestFailed(() => {
      around.check();
      process.stdout.write(
        `QUAYSIDE_CHAOS_SEED=${seed}, done: ${done.join(', ')}; ${JSON.stringify([around.health, around.faults])}\n`,
      );
    });
    process.stdout.write(`chaos seed ${seed}\n`);
    const { rows: levels } = await bridge.call('inventory.list', {
      after: null,
      limit: 50,
      search: '',
      locationId: null,
      category: null,
      status: 'any',
      archived: false,
      sort: 'sku',
      direction: 'asc',
    });
    expect(levels.length).toBeGreaterThan(20);

    const issue = async (): Promise<string> => {
      const id = await newId();
      const reference = `chaos-${issued.size}`;
      issued.set(id, reference);
      const row = pick(levels);
      for (;;) {
        const data = adjustment(row, 1, reference);
        const result = await bridge.try('commands.submit', { id, type: 'inventory.adjust', data });
        if (result.ok) return id;
        // The host is down, signed out or cannot write; the page hands in the same id again.
        expect(['unavailable', 'unauthenticated']).toContain(result.error.code);
        await pause(100);
      }
    };

    let disturbing = true;
    const commands = (async () => {
      while (disturbing && issued.size < MAX_COMMANDS) {
        await issue();
        await pause(between(20, 250));
      }
    })();
    // A wrong clock or a restored gateway can end a sign-in. The user then signs in again.
    const user = (async () => {
      while (disturbing) {
        const session = await bridge.try('session.state', {});
        const out = session.ok && (session.value.status === 'signed_out' || session.value.review);
        if (out || (await state()) === 'unauthorised') {
          const again = await bridge.try('session.sign_in_persona', { username: 'marco' });
          done.push(`sign in again: ${again.ok ? 'ok' : again.error.code}`);
        }
        await pause(200);
      }
    })();

    const jump = (): number => pick(JUMPS);
    const setGatewayClock = (clockMs: number): void =>
      around.gatewayAround.set({ clockMs }, around.shop.gateway);
    const setConsoleClock = (clockMs: number): void =>
      around.consoleAround.set({ clockMs }, around.shop.console);
    let backups = 0;
    const restore = async (): Promise<void> => {
      await around.unlocked();
      // Until then, the console could make ids that the gateway refuses as out of its time.
      let off: unknown = null;
      await until(
        () => `the console knows the gateway's time: ${JSON.stringify(off)}`,
        async () => {
          const status = await connection();
          const expected = Date.now() + around.gatewayAround.settings.clockMs;
          off = { by: (status?.gatewayTime ?? 0) - expected, ...status };
          if (status?.state !== 'live') return false;
          if (Math.abs((status.gatewayTime ?? 0) - expected) < MINUTE) return true;
          await bridge.try('connection.refresh', {});
          return false;
        },
        120_000,
        200,
      );
      backups += 1;
      const file = await around.backup(`backup-${backups}-${Date.now()}`);
      const accepted: string[] = [];
      for (let n = 0; n < LOST_EACH; n += 1) accepted.push(await issue());
      // On a slow disk, they wait behind all that were issued before.
      const settled = (): boolean => {
        const outcome = outbox();
        return accepted.every((id) => outcome.get(id)?.state === 'settled');
      };
      await until('commands are settled that the backup lacks', settled, 180_000);
      await around.killGateway(async () => {
        const before = effects();
        await around.restore(file);
        const after = effects();
        for (const reference of before.keys()) if (!after.has(reference)) lost.add(reference);
        for (const id of accepted) expect(lost).toContain(issued.get(id));
      });
      await until(
        'the console says that the history has changed',
        async () => (await connection())?.notice?.reason === 'history_changed',
        60_000,
      );
    };
    const disturbances: Record<string, { readonly times: number; readonly run: () => Promise<void> | void }> =
      {
        'kill the console': { times: 3, run: () => around.killConsole(between(0, 200)) },
        'kill the gateway': { times: 3, run: () => around.killGateway(() => pause(between(0, 200))) },
        "jump the gateway's clock": { times: 3, run: () => setGatewayClock(jump()) },
        "jump the console's clock": { times: 3, run: () => setConsoleClock(jump()) },
        'set both clocks right': {
          times: 2,
          run: () => {
            setGatewayClock(0);
            setConsoleClock(0);
          },
        },
        "lock the gateway's database": { times: 2, run: () => around.lockGateway(between(500, 3_500)) },
        "lock the console's files": { times: 2, run: () => around.lockConsole(between(500, 6_000)) },
        'slow disks': {
          times: 2,
          run: () => {
            around.gatewayAround.set({ commitMs: between(20, 120) }, around.shop.gateway);
            around.consoleAround.set({ commitMs: between(20, 120) }, around.shop.console);
          },
        },
        'fast disks': {
          times: 2,
          run: () => {
            around.gatewayAround.set({ commitMs: 0 }, around.shop.gateway);
            around.consoleAround.set({ commitMs: 0 }, around.shop.console);
          },
        },
        'restore a backup': { times: 2, run: restore },
      };
    const plan = Object.entries(disturbances)
      .flatMap(([name, { times, run }]) => Array.from({ length: times }, () => ({ name, run, at: random() })))
      .sort((a, b) => a.at - b.at);
    for (const { name, run } of plan) {
      await pause(between(50, 700));
      done.push(`${name} (${new Date().toISOString().slice(14, 23)})`);
      await run();
    }

    // Let it come to rest: clocks right, no locks, the gateway goes on without the demo.
    await around.unlocked();
    setGatewayClock(0);
    setConsoleClock(0);
    around.gatewayAround.set({ commitMs: 0 }, around.shop.gateway);
    around.consoleAround.set({ commitMs: 0 }, around.shop.console);
    // A sign-in made while a clock was wrong ends with the next connection; the user signs in again.
    await around.killGateway(async () => {});
    await untilLive();
    disturbing = false;
    await Promise.all([commands, user]);
    await around.stopGateway();
    await around.startGateway(false);
    let left: unknown = null;
    await until(
      () => `the outbox is empty: ${JSON.stringify(left)}`,
      async () => {
        const { outboxPending } = await bridge.call('app.diagnostics', {});
        const unsettled = [...outbox().values()].filter(
          ({ state: at }) => !['settled', 'refused'].includes(at),
        );
        left = { outboxPending, connection: await connection(), unsettled: unsettled.slice(0, 5) };
        return outboxPending === 0;
      },
      90_000,
    );
    await untilLive();
    around.check();
    expect(around.faults).toEqual([]);
    // How often it was asked depends on when the gateway was killed.
    expect(around.health.whileLocked).toBeGreaterThan(0);
    expect(around.health.slowestMs).toBeLessThan(1_000);

    const gateway = new Database(around.gatewayFile, { readonly: true });
    try {
      await until('the console stands at the head', async () => {
        // What is counted once a minute adds to the log meanwhile.
        const head = Number(gateway.prepare('SELECT max(seq) FROM events').pluck().get());
        const { cursors } = await bridge.call('app.diagnostics', {});
        return Object.values(cursors).every((seq) => seq === head);
      });
      const wrong = gateway
        .prepare(
          `SELECT item_id, location_id FROM levels WHERE (on_hand, committed, unavailable) <> (
             SELECT coalesce(sum(delta_on_hand), 0), coalesce(sum(delta_committed), 0),
               coalesce(sum(delta_unavailable), 0) FROM movements WHERE level_id = levels.id)`,
        )
        .all();
      expect(wrong).toEqual([]);
    } finally {
      gateway.close();
    }

    const loaded = async () => (await bridge.call('history.ranges', {})).ranges.length === 0;
    await until('all history is loaded', loaded, 120_000);

    // Each command: carried out once, or refused with a reason and not carried out.
    const outcome = outbox();
    const counted = effects();
    const refused: Record<string, number> = {};
    const contradictions = [...issued].flatMap(([id, reference]) => {
      const became = outcome.get(id);
      const n = counted.get(reference) ?? 0;
      if (became?.state === 'settled') return n === 1 ? [] : [{ reference, ...became, n }];
      const reason = `${became?.refused?.code} ${became?.refused?.field ?? ''}`;
      refused[reason] = (refused[reason] ?? 0) + 1;
      const named = became?.state === 'refused' && ['expired id', 'invalid id'].includes(reason);
      return named && n === 0 ? [] : [{ reference, ...became, n }];
    });
    process.stdout.write(
      `chaos: ${issued.size} commands, ${lost.size} lost by restores, refused ${JSON.stringify(refused)}, ` +
        `health under locks: ${around.health.whileLocked} answers, slowest ${Math.round(around.health.slowestMs)} ms\n`,
    );
    expect(contradictions).toEqual([]);
    expect(counted.size).toBeGreaterThan(issued.size / 2);
    expect(lost.size).toBeGreaterThanOrEqual(2 * LOST_EACH);
    expect([...lost].filter((reference) => counted.get(reference) === 1).length).toBeGreaterThan(LOST_EACH);

    const diagnostics = await bridge.call('app.diagnostics', {});
    expect(diagnostics).toMatchObject({ refusedEvents: 0, quarantined: null, quarantinedOutbox: null });
    for (const channel of CHANNELS.filter((name) => name !== 'admin')) {
      const compared = compareProjections(around.gatewayFile, around.shop.cacheFile(), channel);
      expect({ channel, first: compared.firstDifference, rows: compared.console }).toEqual({
        channel,
        first: null,
        rows: compared.gateway,
      });
    }
  }, 600_000);
});
