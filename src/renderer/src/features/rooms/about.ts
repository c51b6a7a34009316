import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { textOf } from '../../lib/fields.ts';
import { otherNames } from './names.ts';

/** The name of a room; that of its members for a private room without one. */
export const roomName: RecordName = async (roomId, data) => {
  const { room } = await bridge.call('rooms.room', { roomId });
  if (room === null) return textOf(data, 'name');
  if (room.name !== '') return room.name;
  const { users } = await bridge.call('chat.team', {});
  return otherNames(room.memberIds, users, null) || null;
};

/** The text of a message, or that one was shared. */
export const postContent: CommandContent = (data, { t }) =>
  textOf(data, 'body') || t('rooms.shared.sharedOne');

/** The new name and topic. */
export const editContent: CommandContent = (data) =>
  [textOf(data, 'name'), textOf(data, 'topic')].filter(Boolean).join(' · ');
