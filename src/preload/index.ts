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
  error: { code: 'not_found', message: 'The bridge has nothing of this name.', field: 'name' },
};
const notSent: BridgeResult<never> = {
  ok: false,
  error: { code: 'invalid', message: 'The input cannot be sent.', field: 'input' },
};

/** Gives an item to its listener and tells main when it was taken; one that fails has taken it too. */
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

/** All a page can reach. Names are checked against the contract here, inputs and access in main. */
const bridge: RawBridge = {
  async invoke(name, input) {
    if (!methods.has(name)) return unknownName;
    try {
      return await ipcRenderer.invoke(IPC.invoke, name, input);
    } catch {
      // What structured clone refuses, such as a function.
      return notSent;
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
      void listener(notSent);
    }
    return () => {
      if (listeners.delete(id)) ipcRenderer.send(IPC.close, id);
    };
  },
};

contextBridge.exposeInMainWorld('quayside', bridge);
