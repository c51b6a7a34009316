import type { FastifyReply } from 'fastify';
import type { LogReader } from './kernel.ts';

/** A place in the log that a client names: a sequence, and the id of the event there; null where the log no longer had it. */
export interface Position {
  readonly seq: number;
  readonly eventId: string | null;
}

/** Reads the id of an event in a stream; null if it is none, and for a client that has none yet. */
export function positionOf(text: unknown): Position | null {
  const found = typeof text === 'string' ? /^(\d{1,15})(?:\.([\w-]{1,64}))?$/.exec(text) : null;
  return found ? { seq: Number(found[1]), eventId: found[2] ?? null } : null;
}

/** Returns the place of a sequence as the id of an event in a stream. */
export function positionText(log: Pick<LogReader, 'idAt'>, seq: number): string {
  const eventId = log.idAt(seq);
  return eventId === null ? String(seq) : `${seq}.${eventId}`;
}

/** Whether a position is of a log that a restore has replaced. Where the log no longer reaches back, it is taken as known. */
export function isForeign(log: Pick<LogReader, 'head' | 'idAt'>, { seq, eventId }: Position): boolean {
  if (seq > log.head()) return true;
  const known = log.idAt(seq);
  return eventId !== null && known !== null && known !== eventId;
}

/** Returns a server-sent event. `data` has no line breaks, as JSON has none. */
export function frame(event: string, data: string, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}

/** Starts a stream of server-sent events. The security headers are already set. */
export function openStream(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 2000\n\n');
}
