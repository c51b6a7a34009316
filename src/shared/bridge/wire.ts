import type { BridgeResult } from './index.ts';

/**
 * The messages between the browser host and its page over the `/bridge` WebSocket: JSON text, one message per frame. These
 * are types only, so that the page bundles no schemas; the host checks every message with zod.
 */

/** Page → host. The page chooses `id` and uses each only once, for calls and streams together. */
export type ClientMessage =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'open'; readonly id: number; readonly name: string; readonly input: unknown }
  /** The last item of a stream was taken; the host may send the next one. */
  | { readonly t: 'taken'; readonly id: number }
  | { readonly t: 'close'; readonly id: number };

/** Host → page. An item with `ok: false` ends its stream. `beat` shows that the host is alive. */
export type ServerMessage =
  | { readonly t: 'result'; readonly id: number; readonly result: BridgeResult<unknown> }
  | { readonly t: 'item'; readonly id: number; readonly item: BridgeResult<unknown> }
  | {
      readonly t: 'problem';
      readonly error: { readonly code: string; readonly message: string; readonly field?: string };
    }
  | { readonly t: 'beat' };
