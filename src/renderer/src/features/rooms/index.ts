import { MessageSquareQuote, UsersRound } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { rooms as de } from '../../locales/de/rooms.ts';
import { rooms as en } from '../../locales/en/rooms.ts';
import { editContent, postContent, roomName } from './about.ts';
import { useRoomsBadge } from './use-rooms-badge.ts';

/** Rooms in which the team talks. */
export const rooms: FeatureDefinition<typeof en> = {
  name: 'rooms',
  words: { en, de },
  routes: [{ path: 'rooms/:roomId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/rooms',
    label: 'pages.rooms',
    icon: UsersRound,
    order: 21,
    place: 'main',
    keys: ['g', 'm'],
    shortcut: 'shortcuts.rooms',
    permission: 'rooms:read',
    useBadge: useRoomsBadge,
  },
  subjects: { room: pageBelow('/rooms') },
  search: [
    { kind: 'room_message', label: 'palette.kinds.room_message', icon: MessageSquareQuote, order: 42 },
  ],
  shortcuts: [
    { label: 'shortcuts.writeInRoom', keys: ['r'] },
    { label: 'shortcuts.newRoom', keys: ['n'] },
    { label: 'shortcuts.roomDetails', keys: ['i'] },
  ],
  topics: { rooms: { reads: ['outbox', 'team'] } },
  contents: {
    'rooms.create': editContent,
    'rooms.edit': editContent,
    'rooms.post': postContent,
  },
  recordNames: { room: roomName },
  channels: { rooms: { icon: UsersRound } },
};
