import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { encodeDraft } from '../../src/renderer/src/features/chat/draft.ts';
import type { TestBridge } from '../support/bridge.ts';
import { DisturbedShop } from '../support/disturbed-shop.ts';
import { makePng, sha256Of } from '../support/make/files.ts';
import { compareProjections } from '../support/projections.ts';
import { seeded } from '../support/random.ts';
import { until } from '../support/wait.ts';

const MESSAGES = Number(process.env['QUAYSIDE_CHAOS_MESSAGES'] ?? 150);
const KILLS = 5;
const DRAFT = 'What I have begun to write';

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('messages with files while console and gateway are killed', () => {
  const seed = Number(process.env['QUAYSIDE_CHAOS_SEED'] ?? Date.now() % 100_000);
  const random = seeded(seed);
  const between = (from: number, to: number): number => Math.floor(from + random() * (to - from));
  let around: DisturbedShop;
  let bridge: TestBridge;

  beforeAll(async () => {
    around = await DisturbedShop.open(['--rate', '1', '--seed', '7']);
    bridge = around.shop.bridge;
    await bridge.call('session.sign_in_persona', { username: 'marco' });
    await until('the console is live', isLive, 120_000);
  }, 120_000);
  afterAll(async () => {
    await around?.stop();
  }, 120_000);

  async function isLive(): Promise<boolean> {
    const status = await bridge.try('connection.status', {});
    return status.ok && status.value.state === 'live';
  }

  /** Repeats a call, as a page does, until the console is there to take it. */
  async function insist<T>(
    call: () => Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
  ): Promise<T> {
    for (;;) {
      const result = await call();
      if (result.ok) return result.value;
      expect(['unavailable', 'unauthenticated']).toContain(result.error.code);
      await pause(50);
    }
  }

  async function keep(conversationId: string, id: string, bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length; ) {
      const data = Buffer.from(bytes.subarray(offset, offset + CHUNK_BYTES)).toString('base64');
      const file = { id, conversationId, name: 'photo.png', bytes: bytes.length, offset, data };
      const { kept } = await insist(() => bridge.try('attachments.keep', file));
      offset = kept === bytes.length ? kept : Math.floor(kept / CHUNK_BYTES) * CHUNK_BYTES;
    }
  }

  it(`${MESSAGES} messages arrive once, in order, with equal bytes, and a draft is kept (seed ${seed})`, async ({
    onTestFailed,
  }) => {
    onTestFailed(() => {
      around.check();
      process.stdout.write(`QUAYSIDE_CHAOS_SEED=${seed} ${JSON.stringify(around.faults)}\n`);
    });
    const conversationId = uuidv7();
    const customer = { id: uuidv7(), name: 'Vera', email: null };
    const open = { conversationId, customer, subject: null, orderIds: [] };
    await bridge.call('commands.submit', { id: uuidv7(), type: 'chat.open_conversation', data: open });
    await insist(() => bridge.try('chat.save_draft', { conversationId, body: DRAFT }));
    const begun = { conversationId: uuidv7(), body: '' };

    const sent: { readonly id: string; readonly hashes: readonly string[] }[] = [];
    const write = async (): Promise<void> => {
      while (sent.length < MESSAGES) {
        const n = sent.length;
        const attachments: string[] = [];
        const hashes: string[] = [];
        for (let file = 0; file < (n % 25 === 0 ? 3 : 1); file += 1) {
          const bytes = makePng(
            2,
            2,
            n % 20 === 0 ? between(200_000, 900_000) : between(100, 20_000),
            n * 4 + file + 1,
          );
          const id = uuidv7();
          await keep(conversationId, id, bytes);
          attachments.push(id);
          hashes.push(sha256Of(bytes));
        }
        const messageId = uuidv7();
        const data = {
          conversationId,
          messageId,
          kind: 'text',
          body: n % 3 === 0 ? '' : `Message ${n}`,
          attachments,
        };
        const command = { id: uuidv7(), type: 'chat.send_message' as const, data };
        await insist(() => bridge.try('commands.submit', command));
        sent.push({ id: messageId, hashes });
        // Meanwhile another text grows.
        begun.body = encodeDraft({ mode: 'note', text: `What to tell the team, ${n}` });
        if (n % 10 === 0 || n === MESSAGES - 1) await insist(() => bridge.try('chat.save_draft', begun));
      }
    };
    const written = write();
    const arrivedSoFar = (): number => {
      const db = new Database(around.gatewayFile, { readonly: true });
      try {
        const counted = db.prepare<[string], number>(
          'SELECT count(*) FROM messages WHERE conversation_id = ?',
        );
        return counted.pluck().get(conversationId) ?? 0;
      } finally {
        db.close();
      }
    };
    /** What was killed, and how many messages were written and had arrived by then. */
    const kills: { readonly what: string; readonly written: number; readonly arrived: number }[] = [];
    for (let n = 0; n < KILLS; n += 1) {
      // In the middle of sending, and each time further on.
      const far = Math.floor((MESSAGES * (n + 1)) / (KILLS + 2));
      await until(
        () => `${arrivedSoFar()} of ${far} have arrived before a kill`,
        () => arrivedSoFar() >= far,
        120_000,
      );
      await pause(between(0, 100));
      const what = ['console', 'gateway', 'console', 'both'][n % 4] ?? '';
      kills.push({ what, written: sent.length, arrived: arrivedSoFar() });
      if (what === 'console') await around.killConsole(between(0, 200));
      else
        await around.killGateway(() =>
          what === 'both' ? around.killConsole(between(0, 200)) : pause(between(0, 300)),
        );
    }
    await written;
    process.stdout.write(
      `killed: ${kills.map((one) => `${one.what} at ${one.arrived} of ${one.written}`).join(', ')}\n`,
    );
    // Nothing was killed when all was over.
    expect(kills.filter(({ arrived }) => arrived >= MESSAGES)).toEqual([]);

    const gateway = new Database(around.gatewayFile, { readonly: true });
    try {
      const arrived = () =>
        gateway
          .prepare<[string], { id: string; attachments: string }>(
            'SELECT id, attachments FROM messages WHERE conversation_id = ? ORDER BY seq',
          )
          .all(conversationId);
      await until(
        () => `${arrived().length} of ${MESSAGES} have arrived`,
        () => arrived().length >= MESSAGES,
        180_000,
      );
      const rows = arrived();
      expect(rows.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
      const hashOf = gateway.prepare<[string], string>('SELECT sha256 FROM attachments WHERE id = ?').pluck();
      const folder = join(around.shop.gatewayDir, 'gateway-files', 'content');
      rows.forEach(({ attachments }, n) => {
        const ids = (JSON.parse(attachments) as { id: string }[]).map(({ id }) => id);
        const hashes = ids.map((id) => String(hashOf.get(id)));
        expect(hashes).toEqual(sent[n]?.hashes);
        for (const hash of hashes)
          expect(sha256Of(readFileSync(join(folder, hash.slice(0, 2), hash)))).toBe(hash);
      });
    } finally {
      gateway.close();
    }
    await until(
      'nothing is unsent',
      async () => {
        const storage = await bridge.try('attachments.storage', {});
        return storage.ok && storage.value.unsent === 0;
      },
      60_000,
    );
    expect(await insist(() => bridge.try('chat.draft', { conversationId }))).toEqual({ body: DRAFT });
    const { conversationId: elsewhere, body } = begun;
    expect(await insist(() => bridge.try('chat.draft', { conversationId: elsewhere }))).toEqual({ body });

    // What the console shows is what the gateway has: each message once, in the same order.
    await around.stopGateway();
    await around.startGateway(false);
    await until('the console is live', isLive, 60_000);
    const loaded = async (): Promise<boolean> =>
      (await bridge.call('history.ranges', {})).ranges.length === 0;
    await until('all history is loaded', loaded, 60_000);
    const compare = () => compareProjections(around.gatewayFile, around.shop.cacheFile(), 'chat');
    await until('the console has followed', () => compare().firstDifference === null, 60_000, 200);
    expect(compare().console).toEqual(compare().gateway);
    around.check();
    expect(around.faults).toEqual([]);
  }, 600_000);
});
