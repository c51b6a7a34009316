import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_MESSAGE_LIMIT, messageLength } from '#shared/domain/chat.ts';
import type { TestEngine } from '../support/engine.ts';
import { EngineShop } from '../support/engine-shop.ts';

const LIMIT = 120;

let shop: EngineShop;
let console: TestEngine;

beforeEach(async () => {
  shop = await EngineShop.open({ CHAT_MAX_MESSAGE_LENGTH: String(LIMIT) });
  console = shop.console({});
  await shop.enter(console);
});
afterEach(async () => {
  await console.dispose();
  await shop.stop();
});

it('is learned from the gateway, and is exactly where the gateway refuses', async () => {
  await console.untilLive();
  const limits = await console.engine.read('chat.limits', {});
  expect(limits).toEqual({ ok: true, value: { maxMessageLength: LIMIT, messageRetentionDays: 0 } });
  expect(LIMIT).not.toBe(DEFAULT_MESSAGE_LIMIT);
  const states = new Map<string, string>();
  for (const length of [LIMIT, LIMIT + 1]) {
    const body = 'x'.repeat(length);
    const id = uuidv7();
    const data = { conversationId: 'talk', messageId: uuidv7(), kind: 'text', body };
    await console.engine.submit({ id, type: 'chat.send_message', data });
    states.set(id, messageLength(body, LIMIT).over ? 'refused' : 'settled');
  }
  const decided = async (): Promise<Map<string, string>> => {
    const read = await console.engine.read('commands.outbox', {});
    return new Map(read.ok ? read.value.entries.map(({ id, state }) => [id, state]) : []);
  };
  await expect.poll(decided).toEqual(states);
});
