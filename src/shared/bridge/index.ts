import type { z } from 'zod';
import type { ProtocolError } from '../protocol/errors.ts';
import { alertMethods } from './alerts.ts';
import { appMethods } from './app.ts';
import { changeStreams } from './changes.ts';
import { chatMethods, chatStreams } from './chat.ts';
import { commandMethods, commandStreams } from './commands.ts';
import { connectionMethods, connectionStreams } from './connection.ts';
import { inventoryMethods } from './inventory.ts';
import { liveMethods, liveStreams } from './live.ts';
import { notificationStreams } from './notifications.ts';
import { orderMethods } from './orders.ts';
import { searchMethods } from './search.ts';
import { sessionMethods, sessionStreams } from './session.ts';
import { settingsMethods, settingsStreams } from './settings.ts';

/** Everything the renderer may ask. */
export const METHODS = {
  ...appMethods,
  ...sessionMethods,
  ...settingsMethods,
  ...connectionMethods,
  ...commandMethods,
  ...liveMethods,
  ...searchMethods,
  ...inventoryMethods,
  ...alertMethods,
  ...chatMethods,
  ...orderMethods,
} as const;
/** Everything the renderer may watch. */
export const STREAMS = {
  ...connectionStreams,
  ...sessionStreams,
  ...settingsStreams,
  ...changeStreams,
  ...commandStreams,
  ...notificationStreams,
  ...chatStreams,
  ...liveStreams,
} as const;

export type MethodName = keyof typeof METHODS;
export type StreamName = keyof typeof STREAMS;
/** Methods answered from the cache. */
export type ReadName = {
  [M in MethodName]: (typeof METHODS)[M]['kind'] extends 'read' ? M : never;
}[MethodName];
export type MethodInput<M extends MethodName> = z.infer<(typeof METHODS)[M]['input']>;
export type MethodOutput<M extends MethodName> = z.infer<(typeof METHODS)[M]['output']>;
export type StreamInput<S extends StreamName> = z.infer<(typeof STREAMS)[S]['input']>;
export type StreamItem<S extends StreamName> = z.infer<(typeof STREAMS)[S]['item']>;

/** What a call comes back with; nothing is ever thrown across the bridge. */
export type BridgeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProtocolError };

/**
 * What a host gives the renderer (as `window.quayside` in Electron, over a WebSocket in the browser host). Untyped on
 * purpose: types come from the contract, in the renderer's client. Names and inputs are checked in main.
 */
export interface RawBridge {
  invoke(name: string, input: unknown): Promise<BridgeResult<unknown>>;
  /** Calls `listener` with each item and waits for its promise before it takes the next. Returns an unsubscribe function. */
  subscribe(
    name: string,
    input: unknown,
    listener: (item: BridgeResult<unknown>) => void | Promise<void>,
  ): () => void;
}

/** Whether a name is that of a method answered from the cache. */
export function isReadName(name: string): name is ReadName {
  return Object.hasOwn(METHODS, name) && METHODS[name as MethodName].kind === 'read';
}

/** The names of all reads. */
export const READ_NAMES: readonly ReadName[] = Object.keys(METHODS).filter(isReadName);
