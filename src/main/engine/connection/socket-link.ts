import { io } from 'socket.io-client';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/messages.ts';
import type { Clock } from '../../ports.ts';
import { type Link, LinkError, type OpenLink } from './link.ts';

/** Path of the gateway's Socket.IO endpoint. */
const SOCKET_PATH = '/ws';
/** Handed through to `ws`: what is larger ends the link before it fills the memory. The protocol's own limit is far below. */
const transportLimits = { maxPayload: 32 * MAX_MESSAGE_BYTES };

interface Waiting {
  reject(error: LinkError): void;
}

/** Links over Socket.IO: WebSocket only, and without its own reconnection, since backoff is the connection's business. */
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

    /** Takes everything down; true the first time. */
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
    return link;
  };
}
