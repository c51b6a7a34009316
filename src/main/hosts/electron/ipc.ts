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

/** Streams that a page may open before the console is composed. */
const MAX_WAITING = 100;

/**
 * The bridge of one window. The window is shown before the console is composed: until then, calls wait. It ends when the
 * window closes or its page is reloaded.
 */
class WindowClient {
  readonly #contents: WebContents;
  readonly #streams = new Map<number, ClientStream>();
  readonly #connected: Promise<RouterClient>;
  #connect: (client: RouterClient) => void = () => {};
  #client: RouterClient | null = null;
  #waiting: (() => void)[] = [];
  #ended = false;

  constructor(contents: WebContents) {
    this.#contents = contents;
    this.#connected = new Promise((connected) => {
      this.#connect = connected;
    });
  }

  /** Makes the calls that wait, in their order. */
  connect(router: Router): void {
    if (this.#ended || this.#client !== null) return;
    this.#client = router.connect();
    this.#connect(this.#client);
    for (const open of this.#waiting.splice(0)) open();
  }

  async invoke(name: unknown, input: unknown): Promise<unknown> {
    const client = this.#client ?? (await this.#connected);
    return client.invoke(name, input);
  }

  open(id: unknown, name: unknown, input: unknown): void {
    const client = this.#client;
    if (client === null) {
      if (this.#waiting.length < MAX_WAITING) this.#waiting.push(() => this.open(id, name, input));
      return;
    }
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || this.#streams.has(id)) return;
    let ended = false;
    const stream = client.openStream(name, input, (item) => {
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
    if (this.#client === null && this.#waiting.length < MAX_WAITING) this.#waiting.push(() => this.close(id));
    this.#streams.get(id)?.close();
    this.#streams.delete(id);
  }

  dispose(): void {
    this.#ended = true;
    this.#waiting = [];
    this.#streams.clear();
    this.#client?.dispose();
  }
}

/** Connects the windows of the app to the router. */
export interface IpcBridge {
  /** Records whether a window is visible. */
  setVisible(contents: WebContents, visible: boolean): void;
  /** Stops listening and disconnects all windows. */
  dispose(): void;
}

/**
 * Connects windows to the router, which may still be in the making. Refuses messages that do not come from the main frame of
 * one of our pages.
 */
export function connectIpc(router: Router | Promise<Router>): IpcBridge {
  const clients = new Map<number, WindowClient>();
  const followed = new Set<number>();
  let composed: Router | null = router instanceof Promise ? null : router;
  if (router instanceof Promise)
    router.then(
      (made) => {
        composed = made;
        for (const client of clients.values()) client.connect(made);
      },
      // Whoever composes the console reports why it failed.
      () => {},
    );

  function end(id: number): void {
    clients.get(id)?.dispose();
    clients.delete(id);
  }

  function clientOf(contents: WebContents): WindowClient {
    const known = clients.get(contents.id);
    if (known) return known;
    const { id } = contents;
    const made = new WindowClient(contents);
    if (composed !== null) made.connect(composed);
    clients.set(id, made);
    follow(contents);
    return made;
  }

  /** Ends the bridge of a page with the page. A window outlives its pages, so it is followed once. */
  function follow(contents: WebContents): void {
    const { id } = contents;
    if (followed.has(id)) return;
    followed.add(id);
    contents.once('destroyed', () => {
      followed.delete(id);
      end(id);
    });
    contents.on('render-process-gone', () => end(id));
    contents.on('did-start-navigation', (details) => {
      // The preload of the next page counts stream ids from 1 again, so the streams of this page must end.
      if (details.isMainFrame && !details.isSameDocument) end(id);
    });
  }

  ipcMain.handle(IPC.invoke, (event, name: unknown, input: unknown) =>
    isTrusted(event) ? clientOf(event.sender).invoke(name, input) : foreign,
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
      void clients.get(contents.id)?.invoke('app.set_visible', { visible });
    },
    dispose() {
      ipcMain.removeHandler(IPC.invoke);
      for (const channel of [IPC.open, IPC.taken, IPC.close]) ipcMain.removeAllListeners(channel);
      for (const id of [...clients.keys()]) end(id);
    },
  };
}
