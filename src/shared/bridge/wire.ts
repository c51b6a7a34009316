import type { BridgeResult } from './index.ts';

/**
 * What the browser host and its page say to each other over the `/bridge` WebSocket: JSON text, one message a frame.
 * Types only, so that the page bundles no schemas; the host checks every message with zod.
 */

/** Page → host. `id` is chosen by the page and is its own number line for calls and streams together. */
export type ClientMessage =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'open'; readonly id: number; readonly name: string; readonly input: unknown }
  /** The last item of a stream was taken: the next may come. */
  | { readonly t: 'taken'; readonly id: number }
  | { readonly t: 'close'; readonly id: number };

/** Host → page. A stream's item with `ok: false` is its last. `beat` shows that the host lives. */
export type ServerMessage =
  | { readonly t: 'result'; readonly id: number; readonly result: BridgeResult<unknown> }
  | { readonly t: 'item'; readonly id: number; readonly item: BridgeResult<unknown> }
  | {
      readonly t: 'problem';
      readonly error: { readonly code: string; readonly message: string; readonly field?: string };
    }
  | { readonly t: 'beat' };
