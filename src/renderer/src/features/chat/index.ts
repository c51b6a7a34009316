import { MessageSquareText, MessagesSquare } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { chat as de } from '../../locales/de/chat.ts';
import { chat as en } from '../../locales/en/chat.ts';
import { conversationName, messageContent, statusContent } from './about.ts';
import { activityValues } from './activity.ts';
import { LIST_SHORTCUTS } from './list-shortcuts.ts';
import { useConversationActions } from './palette-actions.ts';
import { useUnreadBadge } from './use-unread-badge.ts';

/** Conversations with customers. */
export const chat: FeatureDefinition<typeof en> = {
  name: 'chat',
  words: { en, de },
  routes: [{ path: 'chat/:conversationId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/chat',
    label: 'pages.chat',
    icon: MessagesSquare,
    order: 20,
    place: 'main',
    keys: ['g', 'c'],
    shortcut: 'shortcuts.chat',
    permission: 'chat:read',
    useBadge: useUnreadBadge,
  },
  subjects: { conversation: pageBelow('/chat') },
  search: [
    { kind: 'conversation', label: 'palette.kinds.conversation', icon: MessagesSquare, order: 30 },
    { kind: 'message', label: 'palette.kinds.message', icon: MessageSquareText, order: 40 },
  ],
  shortcuts: [
    { label: 'shortcuts.reply', keys: ['r'] },
    { label: 'shortcuts.resolve', keys: ['e'] },
    { label: 'shortcuts.mine', keys: ['m'] },
    { label: 'shortcuts.assign', keys: ['a'] },
    { label: 'shortcuts.note', keys: ['n'] },
    { label: 'shortcuts.attach', keys: ['u'] },
    { label: 'shortcuts.context', keys: ['i'] },
    { label: 'shortcuts.select', keys: ['x'] },
    { label: 'shortcuts.priority', keys: ['p'] },
    { label: 'shortcuts.labels', keys: ['l'] },
    { label: 'shortcuts.snooze', keys: ['s'] },
    { label: 'shortcuts.transfer', keys: ['t'] },
    { label: 'shortcuts.people', keys: ['o'] },
    { label: 'shortcuts.find', keys: ['Mod', 'f'] },
    { label: 'shortcuts.filterList', keys: ['f'] },
    { label: 'shortcuts.sort', keys: ['d'] },
    { label: 'shortcuts.folders', keys: ['v'] },
    ...LIST_SHORTCUTS,
    { label: 'shortcuts.moveFolder', keys: ['Alt', 'ArrowUp', 'ArrowDown'], fixed: true },
  ],
  widgets: [
    {
      kind: 'chat.inbox',
      title: 'widgets.titles.chat.inbox',
      text: 'widgets.texts.chat.inbox',
      icon: MessagesSquare,
      permission: 'chat:read',
      size: { w: 4, h: 4, minW: 3, minH: 4 },
      component: lazy(() => import('./inbox-widget.tsx')),
    },
  ],
  topics: { chat: { reads: ['outbox'] } },
  useActions: useConversationActions,
  contents: { 'chat.send_message': messageContent, 'chat.set_status': statusContent },
  recordNames: { conversation: conversationName },
  reviews: { 'chat.send_message': lazy(() => import('./review.tsx')) },
  channels: { chat: { icon: MessagesSquare, values: activityValues } },
};
