import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Room, RoomMessage, seesRoom } from '#shared/domain/rooms.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listRoomMessages, listRooms, readRoom } from './queries.ts';

const ROOM_KEY = { schema: z.string(), start: '', of: ({ id }: Room) => id };
const MESSAGE_KEY = {
  schema: z.number(),
  start: Number.MAX_SAFE_INTEGER,
  of: ({ seq }: RoomMessage) => seq,
};

/** Adds the reads of the rooms that the caller sees, and of their messages. */
export const roomsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('rooms:read');
  const tags = ['rooms'];

  app.get(
    '/api/v1/rooms',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Room) } } },
    async ({ query, signIn }) =>
      page(query, ROOM_KEY, (after, limit) => listRooms(sql, signIn?.user.id ?? '', after, limit)),
  );

  app.get(
    '/api/v1/rooms/:id/messages',
    {
      preParsing,
      schema: {
        tags,
        params: z.object({ id: Id }),
        querystring: PageQuery,
        response: { 200: pageOf(RoomMessage) },
      },
    },
    async ({ params, query, signIn }) => {
      const room = readRoom(sql, params.id);
      if (!room || !seesRoom(room, signIn?.user.id ?? '')) refuse('unknown_room', {}, { field: 'id' });
      return page(query, MESSAGE_KEY, (before, limit) => listRoomMessages(sql, params.id, before, limit));
    },
  );
};
