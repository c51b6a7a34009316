/** Words of the chat pages. */
export const chat = {
  chat: {
    title: 'Chat',
  },
} as const;
