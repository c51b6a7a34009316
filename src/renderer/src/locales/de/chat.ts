import type { chat as en } from '../en/chat.ts';
import type { Words } from '../en/index.ts';

export const chat: Words<typeof en> = {
  chat: {
    title: 'Chat',
  },
};
