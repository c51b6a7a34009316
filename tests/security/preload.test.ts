import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BridgeResult, RawBridge } from '#shared/bridge/index.ts';
import { IPC } from '#shared/bridge/ipc.ts';
import * as fake from '../support/fake-electron.ts';

vi.mock('electron', async () => (await import('../support/fake-electron.ts')).electron);

let bridge: RawBridge;
beforeAll(async () => {
  await import('../../src/preload/index.ts');
  bridge = fake.contextBridge.exposed['quayside'] as RawBridge;
});
afterEach(() => {
  fake.ipcRenderer.sent.length = 0;
});

describe('the preload', () => {
  it('exposes invoke and subscribe, and nothing else', () => {
    expect(Object.keys(fake.contextBridge.exposed)).toEqual(['quayside']);
    expect(Object.keys(bridge).sort()).toEqual(['invoke', 'subscribe']);
  });

  it('forwards only names of the contract', async () => {
    const asked: unknown[][] = [];
    fake.ipcRenderer.answer = async (...args) => {
      asked.push(args);
      return { ok: true, value: 1 };
    };
    expect(await bridge.invoke('app.ping', {})).toEqual({ ok: true, value: 1 });
    for (const name of ['app.shell', '__proto__', 'quayside:invoke', ''])
      expect(await bridge.invoke(name, {})).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(asked).toEqual([[IPC.invoke, 'app.ping', {}]]);
    const items: BridgeResult<unknown>[] = [];
    bridge.subscribe('app.ping', {}, (item) => void items.push(item));
    expect(items).toMatchObject([{ error: { code: 'not_found' } }]);
    expect(fake.ipcRenderer.sent).toEqual([]);
  });

  it('answers with a code if the input cannot be cloned', async () => {
    fake.ipcRenderer.answer = async () => {
      throw new Error('An object could not be cloned.');
    };
    expect(await bridge.invoke('app.ping', () => {})).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'input' },
    });
  });

  it('confirms an item once its listener has settled, and none after unsubscribing', async () => {
    let release = (): void => {};
    const stop = bridge.subscribe(
      'session.state',
      {},
      () =>
        new Promise<void>((done) => {
          release = done;
        }),
    );
    const id = fake.ipcRenderer.sent[0]?.[1];
    const item = (): void =>
      void fake.ipcRenderer.fire(IPC.item, new fake.FakeEvent(), id, { ok: true, value: 1 });
    item();
    await new Promise(setImmediate);
    expect(fake.ipcRenderer.sent).toEqual([[IPC.open, id, 'session.state', {}]]);
    release();
    await new Promise(setImmediate);
    expect(fake.ipcRenderer.sent.at(-1)).toEqual([IPC.taken, id]);
    stop();
    expect(fake.ipcRenderer.sent.at(-1)).toEqual([IPC.close, id]);
    item();
    await new Promise(setImmediate);
    expect(fake.ipcRenderer.sent).toHaveLength(3);
  });
});
