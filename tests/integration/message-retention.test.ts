import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Message } from '#shared/domain/chat.ts';
import type { Room, RoomMessage } from '#shared/domain/rooms.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { readAttachment } from '../../src/gateway/attachments/index.ts';
import { beginUpload, finishUpload, listWipes } from '../../src/gateway/attachments/tables.ts';
import { sweepMessages } from '../../src/gateway/chat/retention.ts';
import { listRetentionRuns } from '../../src/gateway/chat/retention-runs.ts';
import { CUSTOMER, domainShopPerTest } from '../support/domain-shop.ts';
import { MANAGER } from '../support/gateway-domains.ts';

const DAYS = 3;
const shop = domainShopPerTest({ CHAT_MESSAGE_RETENTION_DAYS: String(DAYS) });
const { fresh, rows } = shop;

function open(conversationId: string): void {
  const data = { conversationId, customer: CUSTOMER, subject: null, orderIds: [] };
  shop.domains.command('chat.open_conversation', data);
}
function say(conversationId: string, kind: 'text' | 'note', attachments?: string[]): string {
  const messageId = fresh();
  const data = {
    conversationId,
    messageId,
    kind,
    body: `said ${messageId}.`,
    ...(attachments && { attachments }),
  };
  shop.domains.command('chat.send_message', data);
  return messageId;
}
/** Runs the sweeps as often as they ask for it. */
function sweep(): void {
  for (let due = shop.domains.sweep(); due !== null && due <= shop.domains.now; due = shop.domains.sweep());
}

describe('the retention of messages', () => {
  it('deletes what is too old and nothing else, in conversations and rooms, with last lines and what quotes them', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constantFrom('text', 'note', 'room'), fc.constantFrom(0, 1)) },
      { weight: 3, arbitrary: fc.tuple(fc.constant('pass'), fc.integer({ min: 1, max: 30 })) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('sweep'), fc.constant(0)) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const talks = [fresh(), fresh()] as const;
        for (const id of talks) open(id);
        const roomId = fresh();
        const room = { roomId, kind: 'general' as const, name: roomId, topic: '', memberIds: [] };
        shop.domains.command('rooms.create', room);
        let kept: { id: string; at: number; talk: string; kind: string }[] = [];
        for (const [what, n] of steps) {
          const talk = talks[n === 0 ? 0 : 1];
          if (what === 'pass') shop.domains.now += n * HOUR_MS;
          else if (what === 'sweep') sweep();
          else if (what === 'room') {
            const messageId = fresh();
            const data = { roomId, messageId, body: 'x', mentions: [], shared: null };
            shop.domains.command('rooms.post', data);
            shop.domains.command('rooms.pin', { roomId, messageId });
            shop.domains.command('rooms.unpin', { roomId, messageId });
            if (n === 0) shop.domains.refusal('rooms.pin', { roomId, messageId });
            kept.push({ id: messageId, at: shop.domains.now, talk: roomId, kind: 'room' });
          } else if (what === 'text' || what === 'note')
            kept.push({ id: say(talk, what), at: shop.domains.now, talk, kind: what });
          if (what !== 'sweep') continue;
          // Nothing goes before something is due; then goes what is due within the hour. Rooms have an oldest of their own.
          const before = shop.domains.now - DAYS * DAY_MS;
          for (const kinds of [['text', 'note'], ['room']]) {
            const some = kept.some(({ at, kind }) => at < before && kinds.includes(kind));
            if (some) kept = kept.filter(({ at, kind }) => at >= before + HOUR_MS || !kinds.includes(kind));
          }
          const own = new Set<string>([...talks, roomId]);
          const there = [
            ...rows<Message>('chat', 'message').filter((message) => own.has(message.conversationId)),
            ...rows<RoomMessage>('rooms', 'room_message').filter((message) => own.has(message.roomId)),
          ];
          expect(there.map(({ id }) => id).sort()).toEqual(kept.map(({ id }) => id).sort());
          for (const id of talks) {
            const last = kept.filter((message) => message.talk === id && message.kind === 'text').at(-1);
            const shown = rows<Conversation>('chat', 'conversation').find((one) => one.id === id);
            expect(shown?.lastMessagePreview).toBe(last ? `said ${last.id}.` : '');
          }
          const pins = rows<Room>('rooms', 'room').find(({ id }) => id === roomId)?.pins ?? [];
          expect(pins.every((id) => kept.some((message) => message.id === id))).toBe(true);
          // What the log still has of notes repeats nothing that is deleted.
          for (const event of shop.domains.events()) {
            if (event.type !== 'chat.note_added' || !own.has(event.data.message.conversationId)) continue;
            if (!kept.some(({ id }) => id === event.data.message.id)) continue;
            const quoted = event.data.progress.lastMessagePreview;
            expect(quoted === '' || kept.some(({ id }) => quoted === `said ${id}.`)).toBe(true);
          }
        }
        shop.domains.now += 10 * DAY_MS;
        sweep();
        expect(rows<Message>('chat', 'message')).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('goes in batches, oldest first, each of which may be the last for now', () => {
    const talk = fresh();
    open(talk);
    for (let n = 0; n < 1100; n += 1) {
      say(talk, 'text');
      shop.domains.now += 1000;
    }
    const all = rows<Message>('chat', 'message').map(({ id }) => id);
    shop.domains.now += 4 * DAY_MS;
    say(talk, 'text');
    for (const left of [601, 101, 1]) {
      shop.domains.run((context) => sweepMessages(context));
      const ids = rows<Message>('chat', 'message').map(({ id }) => id);
      expect(ids).toHaveLength(left);
      expect(ids.slice(0, -1)).toEqual(all.slice(all.length - left + 1));
    }
    expect(shop.domains.run((context) => sweepMessages(context))).toBe(shop.domains.now + DAYS * DAY_MS + 1);
  });

  it('counts what it deletes by day, for 30 days', () => {
    const talk = fresh();
    open(talk);
    const roomId = fresh();
    const room = { roomId, kind: 'general' as const, name: roomId, topic: '', memberIds: [] };
    shop.domains.command('rooms.create', room);
    const runs = () => listRetentionRuns(shop.domains.sql);
    const before = runs().length;
    expect(before).toBe(0);
    for (const kind of ['text', 'text', 'note'] as const) say(talk, kind);
    const data = { roomId, messageId: fresh(), body: 'x', mentions: [], shared: null };
    shop.domains.command('rooms.post', data);
    shop.domains.now += (DAYS + 1) * DAY_MS;
    sweep();
    const counted = { messages: 3, withFiles: 0, roomMessages: 1, at: shop.domains.now };
    expect(runs()).toMatchObject([counted]);
    // A sweep with nothing to delete changes nothing.
    sweep();
    expect(runs()).toMatchObject([counted]);
    for (let n = 0; n < 40; n += 1) {
      say(talk, 'text');
      shop.domains.now += (DAYS + 1) * DAY_MS;
      sweep();
    }
    expect(runs().length).toBeLessThanOrEqual(30);
    expect(runs()[0]).toMatchObject({ messages: 1, at: shop.domains.now });
    // A day that lies in the future, after the clock was set back, is forgotten.
    shop.domains.now -= 100 * DAY_MS;
    say(talk, 'text');
    shop.domains.now += (DAYS + 1) * DAY_MS;
    sweep();
    expect(runs()).toMatchObject([{ messages: 1, at: shop.domains.now }]);
  });

  it('drops the files, and hands over what must leave the disk', () => {
    const talk = fresh();
    open(talk);
    const id = fresh();
    const sha256 = 'a'.repeat(64);
    const upload = { id, owner: `user:${MANAGER.actor.id}`, name: 'a.txt', bytes: 3, sha256 };
    const attachment = { id, name: 'a.txt', mime: 'text/plain', bytes: 3, width: null, height: null };
    shop.domains.run((context) => {
      context.write(beginUpload, { ...upload, createdAt: context.now, expiresAt: context.now + 1 });
      context.write(finishUpload, { attachment, expiresAt: context.now + 1 });
    });
    say(talk, 'text', [id]);
    shop.domains.now += 4 * DAY_MS;
    expect(readAttachment(shop.domains.sql, id)).toBeDefined();
    sweep();
    expect(readAttachment(shop.domains.sql, id)).toBeUndefined();
    expect(listWipes(shop.domains.sql, 9)).toEqual([sha256]);
  });
});
