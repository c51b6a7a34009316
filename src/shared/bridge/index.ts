import type { z } from 'zod';
import type { ProtocolError } from '../protocol/errors.ts';
import { appMethods, appStreams } from './app.ts';
import { chatMethods, orderMethods } from './chat.ts';
import { alertMethods, inventoryMethods } from './inventory.ts';
import { liveMethods, liveStreams } from './live.ts';

/** Everything the renderer may ask. */
export const METHODS = {
  ...appMethods,
  ...liveMethods,
  ...inventoryMethods,
  ...alertMethods,
  ...chatMethods,
  ...orderMethods,
} as const;
/** Everything the renderer may watch. */
export const STREAMS = { ...appStreams, ...liveStreams } as const;

export type MethodName = keyof typeof METHODS;
export type StreamName = keyof typeof STREAMS;
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
  /** Calls `listener` with each item and waits for its promise before it takes the next. Returns the way to end it. */
  subscribe(
    name: string,
    input: unknown,
    listener: (item: BridgeResult<unknown>) => void | Promise<void>,
  ): () => void;
}
