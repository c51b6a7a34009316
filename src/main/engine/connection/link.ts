import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { Handshake } from '#shared/protocol/messages.ts';

/** What a link reports to its owner. It ends with exactly one call of `refused` or `closed`. */
export interface LinkHandlers {
  message(name: string, payload: unknown): void;
  /** The gateway refused the handshake. */
  refused(error: ProtocolError): void;
  /** The link was lost or could not be opened. */
  closed(reason: string): void;
}

/** The error of a request without an answer: the link was closed, or the request timed out. */
export class LinkError extends Error {
  readonly kind: 'closed' | 'timeout';

  constructor(kind: 'closed' | 'timeout') {
    super(kind === 'closed' ? 'The link is closed.' : 'The request timed out.');
    this.kind = kind;
  }
}

/** One transport connection to the gateway. It never reconnects; its owner opens a new link instead. */
export interface Link {
  /** Sends a message. Does nothing once the link is closed. */
  send(name: string, payload: unknown): void;
  /** Sends a message and returns its acknowledgement. Rejects with a LinkError. */
  request(name: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  /** Closes the link without calling its handlers, and rejects pending requests. */
  close(): void;
}

/** Opens a link. Reports the outcome through the handlers and never throws. */
export type OpenLink = (server: string, handshake: Handshake, handlers: LinkHandlers) => Link;
