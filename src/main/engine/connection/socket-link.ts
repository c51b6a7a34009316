import { io } from 'socket.io-client';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import { type Link, LinkError, type OpenLink } from './link.ts';

/** Path of the gateway's Socket.IO endpoint. */
const SOCKET_PATH = '/ws';
/** Passed through to `ws`, which closes the link at a larger message. The protocol's own limit is far lower. */
const transportLimits = { maxPayload: 32 * MAX_MESSAGE_BYTES };

interface Waiting {
  reject(error: LinkError): void;
}

/**
 * Returns a function that opens links over Socket.IO, with WebSocket as the only transport. Socket.IO's own reconnection is
 * off, because `Connection` does that.
 */
export function socketLinks(clock: Clock): OpenLink {
  return (server, handshake, handlers) => {
    const socket = io(server, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      auth: handshake,
      ...transportLimits,
    });
    const waiting = new Set<Waiting>();
    let over = false;

    /** Closes the socket and rejects pending requests. Returns true the first time. */
    const end = (): boolean => {
      if (over) return false;
      over = true;
      socket.offAny();
      socket.removeAllListeners();
      socket.disconnect();
      for (const request of [...waiting]) request.reject(new LinkError('closed'));
      return true;
    };

    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      if (!end()) return;
      const refusal = ProtocolError.safeParse(error.data);
      if (refusal.success) handlers.refused(refusal.data);
      else handlers.closed(error.message);
    });
    socket.on('disconnect', (reason) => {
      if (end()) handlers.closed(reason);
    });
    socket.onAny((name: string, payload: unknown) => handlers.message(name, payload));

    const link: Link = {
      send(name, payload) {
        if (!over) socket.emit(name, payload);
      },
      request(name, payload, timeoutMs) {
        return new Promise((resolve, reject) => {
          if (over) {
            reject(new LinkError('closed'));
            return;
          }
          const settle = (act: () => void): void => {
            if (!waiting.delete(entry)) return;
            stopTimer();
            act();
          };
          const entry: Waiting = { reject: (error) => settle(() => reject(error)) };
          const stopTimer = clock.setTimeout(() => entry.reject(new LinkError('timeout')), timeoutMs);
          waiting.add(entry);
          socket.emit(name, payload, (answer: unknown) => settle(() => resolve(answer)));
        });
      },
      close: end,
    };
    socket.connect();
    // Before each message, Engine.IO compares the last ping with `Date.now()`, and closes the link when someone sets the clock
    // forward. Its timer and our heartbeat detect a dead link without the time of day.
    socket.io.engine._hasPingExpired = () => false;
    return link;
  };
}
