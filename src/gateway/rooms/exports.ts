import { Readable } from 'node:stream';
import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import {
  exportLine,
  type FoundRoom,
  MAX_ROOMS_FOUND,
  mayReadExport,
  ROOM_EXPORT_FORMATS,
  RoomExport,
} from '#shared/domain/room-exports.ts';
import { type Room, RoomMessage } from '#shared/domain/rooms.ts';
import { ROOM_EXPORT_FILES, roomExportParts } from '#shared/text/transcript/room.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { findUser } from '../auth/index.ts';
import { passFilter } from '../filter/index.ts';
import type { GatewayModule, ModuleRoutes, Sql } from '../kernel.ts';
import { PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { exportTimes, exportWords } from './export-words.ts';
import {
  countRoomMessages,
  lastMessageAt,
  listPrivateRooms,
  listRoomMessagesUpTo,
  readRoom,
  readRoomMessage,
} from './queries.ts';

/** Messages that are read at a time while a file is sent. */
const PAGE = 200;
/** A file is nothing that a browser runs or shows by itself. */
const FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const nameOf = (sql: Sql, userId: string): string => findUser(sql, userId)?.name ?? userId;

function foundOf(sql: Sql, room: Room): FoundRoom {
  return {
    id: room.id,
    members: room.memberIds.map((userId) => nameOf(sql, userId)),
    founder: nameOf(sql, room.createdBy),
    createdAt: room.createdAt,
    archivedAt: room.archivedAt,
    lastMessageAt: lastMessageAt(sql, room.id),
  };
}

/** Handlers of the commands with which administrators find and export private rooms. */
export const exportHandlers: GatewayModule['commands'] = {
  'rooms.find_private': ({ sql }, { userId }) => {
    if (!findUser(sql, userId)) refuse('unknown_member', {}, { field: 'userId' });
    return { rooms: listPrivateRooms(sql, userId, MAX_ROOMS_FOUND).map((room) => foundOf(sql, room)) };
  },

  'rooms.export': (context, { roomId, exportId, reason }) => {
    const { sql, principal, now } = context;
    const room = readRoom(sql, roomId);
    if (!room) return refuse('unknown_room', {}, { field: 'roomId' });
    if (room.kind !== 'private') refuse('room_open_to_all', {}, { field: 'roomId' });
    if (readRoomMessage(sql, exportId)) refuse('duplicate_id', {}, { field: 'exportId' });
    // The members are told in the transaction of the audit, before anything of the room has left the gateway.
    context.emit('rooms.posted', {
      message: exportLine(room, principal.actor, {
        ...{ id: exportId, at: now },
        reason: passFilter(context, reason).text,
      }),
    });
    return { exportId };
  },
};

/** Returns an export that its caller may still read, and the sequence it ends at. */
function readable(sql: Sql, id: string, userId: string, now: number): { made: RoomExport; upTo: number } {
  const line = readRoomMessage(sql, id);
  const room = line && readRoom(sql, line.roomId);
  if (!line || !room || !mayReadExport(line, userId, now))
    return refuse('unknown_room_export', {}, { field: 'id' });
  const ids = [...new Set([...room.memberIds, room.createdBy])];
  const made = {
    id,
    room,
    people: ids.map((personId) => ({ id: personId, name: nameOf(sql, personId) })),
    messages: countRoomMessages(sql, room.id, line.seq),
    by: line.authorName,
    reason: line.exported ?? '',
    at: line.at,
  };
  return { made, upTo: line.seq };
}

/** Reads an export page by page, so that a room of any length takes little memory. */
function* pagesOf(sql: Sql, roomId: string, upTo: number): Generator<RoomMessage[]> {
  for (let after = 0; ; ) {
    const rows = listRoomMessagesUpTo(sql, roomId, { after, upTo, limit: PAGE });
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.seq ?? upTo;
    if (rows.length < PAGE) return;
  }
}

/** Adds the reads of exports: what was exported, its messages page by page, and the whole as a file. */
export const exportRoutes: ModuleRoutes = (app, { sql, clock, config, authorise }) => {
  const preParsing = authorise('rooms:export');
  const tags = ['rooms'];
  const params = z.object({ id: Id });
  const MESSAGE_KEY = { schema: z.number(), start: 0, of: ({ seq }: RoomMessage) => seq };

  app.get(
    '/api/v1/rooms/exports/:id',
    { preParsing, schema: { tags, params, response: { 200: RoomExport } } },
    async ({ params, signIn }) =>
      readable(sql, params.id, signIn?.principal.actor.id ?? '', clock.now()).made,
  );

  app.get(
    '/api/v1/rooms/exports/:id/messages',
    { preParsing, schema: { tags, params, querystring: PageQuery, response: { 200: pageOf(RoomMessage) } } },
    async ({ params, query, signIn }) => {
      const { made, upTo } = readable(sql, params.id, signIn?.principal.actor.id ?? '', clock.now());
      return page(query, MESSAGE_KEY, (after, limit) =>
        listRoomMessagesUpTo(sql, made.room.id, { after, upTo, limit }),
      );
    },
  );

  app.get(
    '/api/v1/rooms/exports/:id/file',
    {
      preParsing,
      schema: {
        tags,
        summary: 'The whole export as a file, in English',
        params,
        querystring: z.object({ format: z.enum(ROOM_EXPORT_FORMATS).default('text') }),
      },
    },
    async ({ params, query: { format }, signIn }, reply) => {
      const { made, upTo } = readable(sql, params.id, signIn?.principal.actor.id ?? '', clock.now());
      const { type, ending } = ROOM_EXPORT_FILES[format];
      const style = { format, words: exportWords, times: exportTimes(workspaceTimeZone(sql, config)) };
      return reply
        .headers({
          'content-type': type,
          'content-disposition': `attachment; filename="room-${made.id}.${ending}"`,
          'content-security-policy': FILE_POLICY,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        })
        .send(Readable.from(roomExportParts(made, pagesOf(sql, made.room.id, upTo), style)));
    },
  );
};
