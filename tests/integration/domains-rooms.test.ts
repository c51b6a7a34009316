import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TeamUser } from '#shared/domain/admin.ts';
import { MAX_PINS, type Room, type RoomMessage, type RoomState } from '#shared/domain/rooms.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { makeUser } from '../support/make/user.ts';

const shop = domainShopPerTest();
const person = (username: string, role: TeamUser['role'] = 'agent'): TeamUser =>
  makeUser({ id: `u-${username}`, username, name: username, role });
const [ann, ben, cleo, mara] = [person('ann'), person('ben'), person('cleo'), person('mara', 'manager')];
const root = person('root', 'admin');
const as = ({ id, name, role }: TeamUser): Principal => ({
  actor: { kind: 'user', id, name },
  permissions: new Set(ROLE_PERMISSIONS[role]),
});
const room = (id: string): Room | undefined => shop.rows<Room>('rooms', 'room').find((one) => one.id === id);
const messages = (): RoomMessage[] => shop.rows<RoomMessage>('rooms', 'room_message');
const create = (change: Partial<CommandData<'rooms.create'>> = {}, by = ann): string => {
  const roomId = uuidv7();
  const data = { roomId, kind: 'general' as const, name: `r-${roomId}`, topic: '', memberIds: [], ...change };
  shop.domains.command('rooms.create', data, as(by));
  return roomId;
};
const post = (roomId: string, body: string, by = ann, change: Partial<CommandData<'rooms.post'>> = {}) => ({
  type: 'rooms.post' as const,
  data: { roomId, messageId: uuidv7(), body, mentions: [], shared: null, ...change },
  by: as(by),
});
const send = ({ type, data, by }: ReturnType<typeof post>): string =>
  shop.domains.command(type, data, by).messageId;
const why = (id: string) => expect.objectContaining({ why: expect.objectContaining({ id }) });

beforeEach(() => {
  shop.domains.run((context) => {
    for (const user of [ann, ben, cleo, mara, root])
      context.write(addUser, newUser(user, null, context.now, true));
  });
});

describe('rooms', () => {
  it('are made with a name of their own or with two to ten members', () => {
    create({ name: 'general' });
    const data = { roomId: uuidv7(), kind: 'general' as const, name: 'General', topic: '', memberIds: [] };
    expect(shop.domains.refusal('rooms.create', data, as(ben))).toEqual(why('room_name_taken'));
    expect(shop.domains.refusal('rooms.create', { ...data, name: '' }, as(ben))).toEqual(
      why('room_name_missing'),
    );
    const secret = { ...data, kind: 'private' as const, name: '' };
    expect(shop.domains.refusal('rooms.create', secret, as(ben))).toEqual(why('room_members'));
    const viewer = { ...secret, memberIds: ['nobody'] };
    expect(shop.domains.refusal('rooms.create', viewer, as(ben))).toEqual(why('unknown_member'));
    expect(room(create({ kind: 'private', name: '', memberIds: [ben.id, ben.id] }))?.memberIds).toEqual([
      ann.id,
      ben.id,
    ]);
  });

  it('answer whoever does not see them as if they did not exist', () => {
    const roomId = create({ kind: 'private', memberIds: [ben.id] });
    const messageId = send(post(roomId, 'between us'));
    for (const [type, data] of [
      ['rooms.post', post(roomId, 'hello').data],
      ['rooms.edit', { roomId, name: 'x', topic: '', expected: 9 }],
      ['rooms.add_member', { roomId, userId: mara.id }],
      ['rooms.remove_member', { roomId, userId: ben.id }],
      ['rooms.leave', { roomId }],
      ['rooms.archive', { roomId, archived: true }],
      ['rooms.pin', { roomId, messageId }],
      ['rooms.mark_read', { roomId, upToSeq: 1 }],
      ['rooms.mute', { roomId, muted: true }],
    ] as const)
      expect(shop.domains.refusal(type, data, as(mara))).toMatchObject({
        code: 'not_found',
        why: { id: 'unknown_room' },
      });
  });

  it('keep one of two changes, and answer the other with the room as it is', () => {
    const roomId = create({ name: 'stock' });
    shop.domains.command('rooms.edit', { roomId, name: 'stock', topic: 'one', expected: 1 }, as(ben));
    expect(
      shop.domains.refusal('rooms.edit', { roomId, name: 'stock', topic: 'two', expected: 1 }, as(ann)),
    ).toMatchObject({ code: 'conflict', current: { topic: 'one', version: 2 } });
  });

  it('are archived when one member is left, and by managers or their founder', () => {
    const roomId = create({ kind: 'private', memberIds: [ben.id, cleo.id] });
    expect(shop.domains.refusal('rooms.remove_member', { roomId, userId: ann.id }, as(ben))).toEqual(
      why('room_founder_only'),
    );
    shop.domains.command('rooms.leave', { roomId }, as(ann));
    shop.domains.command('rooms.remove_member', { roomId, userId: cleo.id }, as(ben));
    expect(room(roomId)).toMatchObject({ memberIds: [ben.id], archivedAt: expect.any(Number) });
    expect(shop.domains.refusal('rooms.post', post(roomId, 'x', ben).data, as(ben))).toEqual(
      why('room_archived'),
    );
    const open = create();
    expect(shop.domains.refusal('rooms.archive', { roomId: open, archived: true }, as(ben))).toMatchObject({
      permission: 'rooms:manage',
    });
    shop.domains.command('rooms.archive', { roomId: open, archived: true }, as(mara));
    expect(room(open)?.archivedAt).not.toBeNull();
  });

  it('can be tidied by each member once their founder has left the team', () => {
    const roomId = create({ kind: 'private', memberIds: [ben.id, cleo.id] });
    shop.domains.command('admin.disable_user', { userId: ann.id }, as(root));
    shop.domains.command('rooms.remove_member', { roomId, userId: ann.id }, as(ben));
    expect(room(roomId)).toMatchObject({ memberIds: [ben.id, cleo.id], archivedAt: null });
    expect(shop.domains.refusal('rooms.remove_member', { roomId, userId: cleo.id }, as(mara))).toEqual(
      why('unknown_room'),
    );
  });

  it('let a message be removed by its author and by administrators who see the room, for good', () => {
    const roomId = create({ name: 'open' });
    const secret = create({ kind: 'private', memberIds: [ben.id] });
    const own = send(post(roomId, 'the xylophone of Ada', ann, { mentions: [] }));
    const hidden = send(post(secret, 'the quokka of Ada'));
    const reason = 'Not for everybody';
    const remove = (messageId: string, of = roomId) => ({ roomId: of, messageId, reason });
    const refusal = (data: ReturnType<typeof remove>, by: TeamUser) =>
      shop.domains.refusal('rooms.redact_message', data, as(by));
    shop.domains.command('rooms.pin', { roomId, messageId: own }, as(ben));

    expect(refusal(remove(own), ben)).toEqual(why('redact_own_only'));
    expect(refusal(remove(hidden, secret), root)).toEqual(why('unknown_room'));
    expect(refusal(remove(hidden), ann)).toEqual(why('unknown_room_message'));
    expect(refusal({ ...remove(own), reason: '  ' }, ann)).toMatchObject({ field: 'reason' });
    shop.domains.command('rooms.redact_message', remove(own), as(root));
    shop.domains.command('rooms.redact_message', remove(hidden, secret), as(ann));
    expect(refusal(remove(own), ann)).toEqual(why('message_redacted'));

    expect(messages().map(({ body, redacted }) => [body, redacted?.byName, redacted?.reason])).toEqual([
      ['', 'root', reason],
      ['', 'ann', reason],
    ]);
    expect(room(roomId)?.pins).toEqual([]);
    // Neither the events from which others would resume nor the audit have the text.
    const everything = JSON.stringify([
      shop.domains.sql.prepare('SELECT * FROM events').all(),
      shop.domains.sql.prepare('SELECT * FROM audit').all(),
      shop.domains.sql.prepare('SELECT * FROM command_replies').all(),
    ]);
    expect(everything).not.toMatch(/xylophone|quokka/);
    expect(everything).toContain(reason);
  });

  it('mention those whom the text names and who see the room', () => {
    const roomId = create({ kind: 'private', memberIds: [ben.id] });
    const everybody = [ben.id, cleo.id, mara.id];
    send(post(roomId, '@ben @cleo look', ann, { mentions: everybody }));
    expect(messages()[0]?.mentions).toEqual([ben.id]);
    send(post(create(), '@ben @cleo look', ann, { mentions: everybody }));
    expect(messages()[1]?.mentions).toEqual([ben.id, cleo.id]);
  });

  it('have messages with words or a shared message, each posted once', () => {
    const roomId = create();
    expect(shop.domains.refusal('rooms.post', post(roomId, '').data, as(ann))).toEqual(why('message_empty'));
    const shared = { conversationId: 'c', messageId: 'm' };
    const sharing = post(roomId, '', ann, { shared });
    expect(shop.domains.refusal('rooms.post', sharing.data, as(ann))).toEqual(why('unknown_conversation'));
    shop.domains.command('chat.open_conversation', {
      conversationId: 'c',
      customer: { id: 'kim', name: 'Kim', email: null },
      subject: null,
      orderIds: [],
    });
    expect(shop.domains.refusal('rooms.post', sharing.data, as(ann))).toEqual(why('unknown_room_message'));
    shop.domains.command('chat.send_message', { ...shared, kind: 'text', body: 'Hello' });
    send(sharing);
    expect(messages()).toMatchObject([{ shared, body: '' }]);
    expect(shop.domains.refusal('rooms.post', sharing.data, as(ann))).toEqual(why('duplicate_id'));
  });

  it(`pin at most ${MAX_PINS} of their messages, the latest first`, () => {
    const roomId = create();
    const ids = Array.from({ length: MAX_PINS + 1 }, (_, n) => send(post(roomId, `m${n}`)));
    for (const messageId of ids.slice(0, MAX_PINS))
      shop.domains.command('rooms.pin', { roomId, messageId }, as(ben));
    expect(room(roomId)?.pins[0]).toBe(ids[MAX_PINS - 1]);
    const messageId = ids[MAX_PINS] ?? '';
    expect(shop.domains.refusal('rooms.pin', { roomId, messageId }, as(ben))).toEqual(why('room_pins_full'));
    shop.domains.command('rooms.unpin', { roomId, messageId: ids[0] ?? '' }, as(ben));
    shop.domains.command('rooms.pin', { roomId, messageId }, as(ben));
    expect(shop.domains.refusal('rooms.pin', { roomId: create(), messageId }, as(ben))).toEqual(
      why('unknown_room_message'),
    );
  });

  it('keep how far each person has read, never beyond the last message and never back', () => {
    const roomId = create();
    send(post(roomId, 'one'));
    send(post(roomId, 'two'));
    const last = messages().at(-1)?.seq ?? 0;
    shop.domains.command('rooms.mark_read', { roomId, upToSeq: 1_000_000 }, as(ben));
    shop.domains.command('rooms.mark_read', { roomId, upToSeq: 1 }, as(ben));
    shop.domains.command('rooms.mute', { roomId, muted: true }, as(ben));
    expect(shop.rows<RoomState>('rooms', 'room_state')).toEqual([
      { roomId, userId: ben.id, upToSeq: last, muted: true },
    ]);
  });

  it('that are private are named by no row of the audit', () => {
    const roomId = create({ kind: 'private', name: 'hush', memberIds: [ben.id] });
    send(post(roomId, 'a secret'));
    const rows = JSON.stringify(shop.domains.sql.prepare('SELECT * FROM audit').all());
    for (const text of [roomId, 'hush', 'a secret']) expect(rows).not.toContain(text);
  });
});
