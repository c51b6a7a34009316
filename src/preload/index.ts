import { contextBridge, ipcRenderer } from 'electron';
import type { BridgeResult, RawBridge } from '#shared/bridge/index.ts';
import { IPC } from '#shared/bridge/ipc.ts';
import { METHOD_NAMES, STREAM_NAMES } from '#shared/bridge/names.ts';

type Listener = (item: BridgeResult<unknown>) => void | Promise<void>;

const methods: ReadonlySet<string> = new Set(METHOD_NAMES);
const streams: ReadonlySet<string> = new Set(STREAM_NAMES);
const listeners = new Map<number, Listener>();
let nextId = 1;

const unknownName: BridgeResult<never> = {
  ok: false,
  error: { code: 'not_found', message: 'The bridge has no method or stream of this name.', field: 'name' },
};
const notCloneable: BridgeResult<never> = {
  ok: false,
  error: { code: 'invalid', message: 'The input cannot be cloned.', field: 'input' },
};

/** Passes an item to its listener and confirms it to main once the listener settles, even if it fails. */
async function deliver(id: number, item: BridgeResult<unknown>): Promise<void> {
  const listener = listeners.get(id);
  if (!listener) return;
  if (!item.ok) listeners.delete(id);
  try {
    await listener(item);
  } finally {
    if (item.ok && listeners.has(id)) ipcRenderer.send(IPC.taken, id);
  }
}

ipcRenderer.on(IPC.item, (_event, id: number, item: BridgeResult<unknown>) => {
  deliver(id, item).catch(() => {});
});

/** Everything a page can reach. Names are checked against the contract here; inputs and access in main. */
const bridge: RawBridge = {
  async invoke(name, input) {
    if (!methods.has(name)) return unknownName;
    try {
      return await ipcRenderer.invoke(IPC.invoke, name, input);
    } catch {
      // Structured clone refuses some values, such as functions.
      return notCloneable;
    }
  },
  subscribe(name, input, listener) {
    if (!streams.has(name)) {
      void listener(unknownName);
      return () => {};
    }
    const id = nextId++;
    listeners.set(id, listener);
    try {
      ipcRenderer.send(IPC.open, id, name, input);
    } catch {
      listeners.delete(id);
      void listener(notCloneable);
    }
    return () => {
      if (listeners.delete(id)) ipcRenderer.send(IPC.close, id);
    };
  },
};

contextBridge.exposeInMainWorld('quayside', bridge);
