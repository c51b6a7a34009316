import { mentionedIds } from '#shared/domain/mentions.ts';
import {
  changeRoom,
  foundingMembers,
  MAX_GENERAL_ROOMS,
  MAX_PINS,
  MAX_PRIVATE_ROOMS,
  mayRemoveMember,
  PRIVATE_MEMBERS,
  type Room,
  type RoomChange,
  seesRoom,
} from '#shared/domain/rooms.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { findUser } from '../auth/index.ts';
import { readConversation, readMessage } from '../chat/index.ts';
import { passFilter } from '../filter/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import {
  countGeneralRooms,
  countPrivateRooms,
  isNameTaken,
  lastMessageSeq,
  readRoom,
  readRoomMessage,
  readRoomState,
} from './queries.ts';
import { redactRoomMessage } from './redact.ts';

/** Returns a room that the caller sees. What they do not see is refused as if it did not exist. */
function seen({ sql, principal }: CommandContext, roomId: string): Room {
  const room = readRoom(sql, roomId);
  if (!room || !seesRoom(room, principal.actor.id)) return refuse('unknown_room', {}, { field: 'roomId' });
  return room;
}

/** The same for a room that messages can be written in. */
function open(context: CommandContext, roomId: string): Room {
  const room = seen(context, roomId);
  if (room.archivedAt !== null) refuse('room_archived', {}, { field: 'roomId' });
  return room;
}

function privateRoom(context: CommandContext, roomId: string): Room {
  const room = seen(context, roomId);
  if (room.kind !== 'private') refuse('room_open_to_all', {}, { field: 'roomId' });
  return room;
}

/** Whether somebody belongs to the team that chats. */
function isThere({ sql }: CommandContext, userId: string): boolean {
  const user = findUser(sql, userId);
  return user?.disabledAt === null && ROLE_PERMISSIONS[user.role].includes('rooms:read');
}

/** Refuses somebody who cannot belong to another private room. */
function checkMember(context: CommandContext, userId: string, field: string): void {
  const { sql } = context;
  if (!isThere(context, userId)) refuse('unknown_member', {}, { field });
  if (countPrivateRooms(sql, userId) >= MAX_PRIVATE_ROOMS)
    refuse('rooms_many', { max: MAX_PRIVATE_ROOMS }, { field });
}

function checkName({ sql }: CommandContext, { id, kind, name }: Pick<Room, 'id' | 'kind' | 'name'>): void {
  if (kind !== 'general') return;
  if (name === '') refuse('room_name_missing', {}, { field: 'name' });
  if (isNameTaken(sql, name, id)) refuse('room_name_taken', { name }, { field: 'name' });
}

function emitChange(context: CommandContext, room: Room, change: RoomChange): Room {
  const next = changeRoom(room, change);
  context.emit('rooms.changed', { room: next });
  return next;
}

function found(context: CommandContext, room: Room): void {
  const { sql } = context;
  if (readRoom(sql, room.id)) refuse('duplicate_id', {}, { field: 'roomId' });
  checkName(context, room);
  if (room.kind === 'general') {
    if (countGeneralRooms(sql) >= MAX_GENERAL_ROOMS) refuse('rooms_many', { max: MAX_GENERAL_ROOMS });
  } else {
    const { length } = room.memberIds;
    if (length < PRIVATE_MEMBERS.min || length > PRIVATE_MEMBERS.max)
      refuse('room_members', { ...PRIVATE_MEMBERS }, { field: 'memberIds' });
    for (const userId of room.memberIds) checkMember(context, userId, 'memberIds');
  }
  context.emit('rooms.created', { room });
}

/** Takes somebody out of a private room. With one member left it is archived, because nobody is there to talk to. */
function takeOut(context: CommandContext, room: Room, userId: string): void {
  context.emit('rooms.member_removed', { roomId: room.id, userId });
  const left = changeRoom(room, { kind: 'remove', userId });
  if (left.memberIds.length < PRIVATE_MEMBERS.min && left.archivedAt === null)
    emitChange(context, left, { kind: 'archive', at: context.now });
}

/** Who in the room a text names, of those whom its author meant. */
function mentioned({ sql }: CommandContext, room: Room, body: string, meant: readonly string[]): string[] {
  const people = meant.flatMap((id) => {
    const user = seesRoom(room, id) ? findUser(sql, id) : null;
    return user && user.disabledAt === null ? [user] : [];
  });
  return mentionedIds(body, people);
}

function setPin(context: CommandContext, roomId: string, messageId: string, pinned: boolean): void {
  const room = open(context, roomId);
  if (room.pins.includes(messageId) === pinned) return;
  const message = readRoomMessage(context.sql, messageId);
  if (message?.roomId !== roomId) refuse('unknown_room_message', {}, { field: 'messageId' });
  if (pinned && message.redacted !== null) refuse('message_redacted', {}, { field: 'messageId' });
  if (pinned && room.pins.length >= MAX_PINS)
    refuse('room_pins_full', { max: MAX_PINS }, { field: 'messageId' });
  emitChange(context, room, { kind: 'pin', messageId, pinned });
}

/** Handlers of the commands on rooms. */
export const roomHandlers: GatewayModule['commands'] = {
  'rooms.create': (context, { roomId, kind, name, topic, memberIds }) => {
    const createdBy = context.principal.actor.id;
    found(context, {
      id: roomId,
      kind,
      name,
      topic,
      memberIds: kind === 'private' ? foundingMembers(createdBy, memberIds) : [],
      pins: [],
      createdBy,
      createdAt: context.now,
      archivedAt: null,
      version: 1,
    });
    return { roomId };
  },

  'rooms.edit': (context, { roomId, name, topic, expected }) => {
    const room = seen(context, roomId);
    if (room.version !== expected) refuse('room_changed', {}, { field: 'expected', current: room });
    checkName(context, { id: roomId, kind: room.kind, name });
    if (room.name === name && room.topic === topic) return { version: room.version };
    return { version: emitChange(context, room, { kind: 'edit', name, topic }).version };
  },

  'rooms.add_member': (context, { roomId, userId }) => {
    const room = privateRoom(context, roomId);
    if (room.memberIds.includes(userId)) return {};
    if (room.archivedAt !== null) refuse('room_archived', {}, { field: 'roomId' });
    if (room.memberIds.length >= PRIVATE_MEMBERS.max)
      refuse('room_full', { max: PRIVATE_MEMBERS.max }, { field: 'userId' });
    checkMember(context, userId, 'userId');
    context.emit('rooms.member_added', { room: changeRoom(room, { kind: 'add', userId }), userId });
    return {};
  },

  'rooms.remove_member': (context, { roomId, userId }) => {
    const room = privateRoom(context, roomId);
    const { id } = context.principal.actor;
    if (!room.memberIds.includes(userId)) return {};
    const may = mayRemoveMember(room, { userId: id, isThere: (one) => isThere(context, one) });
    if (userId !== id && !may) refuse('room_founder_only', {}, { field: 'userId' });
    takeOut(context, room, userId);
    return {};
  },

  'rooms.leave': (context, { roomId }) => {
    takeOut(context, privateRoom(context, roomId), context.principal.actor.id);
    return {};
  },

  'rooms.archive': (context, { roomId, archived }) => {
    const room = seen(context, roomId);
    if ((room.archivedAt !== null) === archived) return {};
    const { actor, permissions } = context.principal;
    if (room.kind === 'general' && room.createdBy !== actor.id && !permissions.has('rooms:manage'))
      refuse('missing_permission', { permission: 'rooms:manage' }, { permission: 'rooms:manage' });
    // Another room may have taken its name meanwhile.
    if (!archived) checkName(context, room);
    if (!archived && room.kind === 'private' && room.memberIds.length < PRIVATE_MEMBERS.min)
      refuse('room_members', { ...PRIVATE_MEMBERS }, { field: 'roomId' });
    emitChange(context, room, { kind: 'archive', at: archived ? context.now : null });
    return {};
  },

  'rooms.post': (context, { roomId, messageId, body, mentions, shared }) => {
    const { sql, principal, now } = context;
    const room = open(context, roomId);
    if (body === '' && shared === null) refuse('message_empty', {}, { field: 'body' });
    if (readRoomMessage(sql, messageId)) refuse('duplicate_id', {}, { field: 'messageId' });
    if (shared !== null && !readConversation(sql, shared.conversationId))
      refuse('unknown_conversation', {}, { field: 'shared.conversationId' });
    if (shared !== null && readMessage(sql, shared.messageId)?.conversationId !== shared.conversationId)
      refuse('unknown_room_message', {}, { field: 'shared.messageId' });
    const { text, masked } = passFilter(context, body);
    context.emit('rooms.posted', {
      message: {
        id: messageId,
        roomId,
        authorId: principal.actor.id,
        authorName: principal.actor.name,
        body: text,
        mentions: mentioned(context, room, text, mentions),
        shared,
        masked,
        exported: null,
        at: now,
        redacted: null,
      },
    });
    return { messageId };
  },

  // Also in archived rooms: what must go must go there, too.
  'rooms.redact_message': (context, { roomId, messageId, reason }) => {
    redactRoomMessage(context, seen(context, roomId), { messageId, reason });
    return {};
  },

  'rooms.pin': (context, { roomId, messageId }) => {
    setPin(context, roomId, messageId, true);
    return {};
  },
  'rooms.unpin': (context, { roomId, messageId }) => {
    setPin(context, roomId, messageId, false);
    return {};
  },

  'rooms.mark_read': (context, { roomId, upToSeq }) => {
    seen(context, roomId);
    const { sql, principal } = context;
    const state = readRoomState(sql, roomId, principal.actor.id);
    // Clamped, so that messages not yet written cannot be marked as read.
    const upTo = Math.min(upToSeq, lastMessageSeq(sql, roomId));
    if (upTo > state.upToSeq) context.emit('rooms.state_set', { state: { ...state, upToSeq: upTo } });
    return {};
  },
  'rooms.mute': (context, { roomId, muted }) => {
    seen(context, roomId);
    const state = readRoomState(context.sql, roomId, context.principal.actor.id);
    if (state.muted !== muted) context.emit('rooms.state_set', { state: { ...state, muted } });
    return {};
  },
};
