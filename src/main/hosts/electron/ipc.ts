import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { IPC } from '#shared/bridge/ipc.ts';
import type { ClientStream, RouterClient } from '../../rpc/client.ts';
import type { Router } from '../../rpc/router.ts';
import { isOurs } from './address.ts';

const foreign: BridgeResult<never> = {
  ok: false,
  error: { code: 'forbidden', message: 'This page may not use the bridge.' },
};

/** Whether a message comes from the main frame of one of our pages. */
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.parent === null && isOurs(frame.url);
}

/** The bridge of one window. It ends when the window closes or its page is reloaded. */
class WindowClient {
  readonly client: RouterClient;
  readonly #contents: WebContents;
  readonly #streams = new Map<number, ClientStream>();

  constructor(router: Router, contents: WebContents) {
    this.client = router.connect();
    this.#contents = contents;
  }

  open(id: unknown, name: unknown, input: unknown): void {
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || this.#streams.has(id)) return;
    let ended = false;
    const stream = this.client.openStream(name, input, (item) => {
      if (!item.ok) {
        ended = true;
        this.#streams.delete(id);
      }
      if (!this.#contents.isDestroyed()) this.#contents.send(IPC.item, id, item);
    });
    if (stream !== null && !ended) this.#streams.set(id, stream);
  }

  taken(id: unknown): void {
    if (typeof id === 'number') this.#streams.get(id)?.taken();
  }

  close(id: unknown): void {
    if (typeof id !== 'number') return;
    this.#streams.get(id)?.close();
    this.#streams.delete(id);
  }

  dispose(): void {
    this.#streams.clear();
    this.client.dispose();
  }
}

/** Connects the windows of the app to the router. */
export interface IpcBridge {
  /** Records whether a window is visible. */
  setVisible(contents: WebContents, visible: boolean): void;
  /** Stops listening and disconnects all windows. */
  dispose(): void;
}

/** Connects windows to the router. Refuses messages that do not come from the main frame of one of our pages. */
export function connectIpc(router: Router): IpcBridge {
  const clients = new Map<number, WindowClient>();

  function end(id: number): void {
    clients.get(id)?.dispose();
    clients.delete(id);
  }

  function clientOf(contents: WebContents): WindowClient {
    const known = clients.get(contents.id);
    if (known) return known;
    const { id } = contents;
    const made = new WindowClient(router, contents);
    clients.set(id, made);
    contents.once('destroyed', () => end(id));
    contents.on('render-process-gone', () => end(id));
    contents.on('did-start-navigation', (details) => {
      // The preload of the next page counts stream ids from 1 again, so the streams of this page must end.
      if (details.isMainFrame && !details.isSameDocument) end(id);
    });
    return made;
  }

  ipcMain.handle(IPC.invoke, (event, name: unknown, input: unknown) =>
    isTrusted(event) ? clientOf(event.sender).client.invoke(name, input) : foreign,
  );
  ipcMain.on(IPC.open, (event, id: unknown, name: unknown, input: unknown) => {
    if (isTrusted(event)) clientOf(event.sender).open(id, name, input);
  });
  ipcMain.on(IPC.taken, (event, id: unknown) => {
    if (isTrusted(event)) clients.get(event.sender.id)?.taken(id);
  });
  ipcMain.on(IPC.close, (event, id: unknown) => {
    if (isTrusted(event)) clients.get(event.sender.id)?.close(id);
  });

  return {
    setVisible(contents, visible) {
      void clients.get(contents.id)?.client.invoke('app.set_visible', { visible });
    },
    dispose() {
      ipcMain.removeHandler(IPC.invoke);
      for (const channel of [IPC.open, IPC.taken, IPC.close]) ipcMain.removeAllListeners(channel);
      for (const id of [...clients.keys()]) end(id);
    },
  };
}
