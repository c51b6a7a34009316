import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { Handshake } from '#shared/protocol/messages.ts';

/** What a link tells its owner. After `refused` or `closed`, of which exactly one comes, nothing more does. */
export interface LinkHandlers {
  message(name: string, payload: unknown): void;
  /** The gateway turned the handshake away, with its reason. */
  refused(error: ProtocolError): void;
  closed(reason: string): void;
}

/** Why a request has no answer: the link went, or time ran out. */
export class LinkError extends Error {
  readonly kind: 'closed' | 'timeout';

  constructor(kind: 'closed' | 'timeout') {
    super(kind === 'closed' ? 'the link is closed' : 'no answer in time');
    this.kind = kind;
  }
}

/** One transport connection to the gateway. It never reconnects: its owner opens another. */
export interface Link {
  send(name: string, payload: unknown): void;
  /** Sends and waits for the acknowledgement; rejects with a LinkError. */
  request(name: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  /** Ends the link without a word to its handlers; requests under way are rejected. */
  close(): void;
}

/** Opens a link; how it went comes through the handlers, never by throwing. */
export type OpenLink = (server: string, handshake: Handshake, handlers: LinkHandlers) => Link;
