/** Channels between the preload and the Electron host. Nothing else is listened to. */
export const IPC = {
  /** Renderer → main, answered: (name, input). */
  invoke: 'quayside:invoke',
  /** Renderer → main: (id, name, input). */
  open: 'quayside:open',
  /** Renderer → main: (id). */
  taken: 'quayside:taken',
  /** Renderer → main: (id). */
  close: 'quayside:close',
  /** Main → renderer: (id, item). */
  item: 'quayside:item',
} as const;
