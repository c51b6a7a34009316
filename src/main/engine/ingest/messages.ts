import type { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { invalidFrom, type ProtocolError } from '#shared/protocol/errors.ts';
import {
  CaughtUpMessage,
  EventsMessage,
  ProblemMessage,
  type SERVER_MESSAGES,
  SignalMessage,
  SnapshotBegin,
  SnapshotEnd,
  SnapshotPage,
  WatermarkMessage,
  Welcome,
} from '#shared/protocol/messages.ts';

export type ServerMessageName = (typeof SERVER_MESSAGES)[number];

const SCHEMAS = {
  welcome: Welcome,
  events: EventsMessage,
  caught_up: CaughtUpMessage,
  watermark: WatermarkMessage,
  snapshot_begin: SnapshotBegin,
  snapshot_page: SnapshotPage,
  snapshot_end: SnapshotEnd,
  signal: SignalMessage,
  problem: ProblemMessage,
} as const satisfies Record<ServerMessageName, z.ZodType>;

/** A message of the gateway, parsed. A discriminated union over `name`. */
export type ServerMessage = {
  [N in ServerMessageName]: { readonly name: N; readonly data: z.infer<(typeof SCHEMAS)[N]> };
}[ServerMessageName];

/** Whether this version knows the message; a newer gateway may say more, which is skipped. */
export function isServerMessage(name: string): name is ServerMessageName {
  return Object.hasOwn(SCHEMAS, name);
}

/**
 * Reads a message from the gateway. The events and rows inside are not looked into: those are read one by one where they
 * are applied, so that a bad one does not spoil its batch.
 */
export function parseServerMessage(name: string, payload: unknown): Result<ServerMessage, ProtocolError> {
  if (!isServerMessage(name))
    return err({ code: 'invalid', message: `unknown message ${name.slice(0, 80)}`, field: 'name' });
  const parsed = SCHEMAS[name].safeParse(payload);
  // The schema is the one of this name.
  return parsed.success
    ? ok({ name, data: parsed.data } as ServerMessage)
    : err(invalidFrom(parsed.error, name));
}

/** Reads messages and counts those that were refused. */
export class Intake {
  #refused = 0;

  /** Messages refused so far. */
  get refused(): number {
    return this.#refused;
  }

  read(name: string, payload: unknown): Result<ServerMessage, ProtocolError> {
    const result = parseServerMessage(name, payload);
    if (!result.ok) this.#refused++;
    return result;
  }
}
