import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel } from '../channels.ts';
import { EventEnvelope } from '../envelope.ts';
import { invalidFrom, type ProtocolError } from '../errors.ts';
import { type Guard, guardOf } from './guard.ts';

type Definitions = typeof CHANNEL_DEFINITIONS;
export type EventType = { [C in Channel]: keyof Definitions[C]['events'] }[Channel];
type EventSchema<T extends EventType> = {
  [C in Channel]: T extends keyof Definitions[C]['events'] ? Definitions[C]['events'][T] : never;
}[Channel];

/** Every event type of this version with the schema of its data. The channel is the type's part before the dot. */
export const EVENTS = Object.assign(
  {},
  ...CHANNELS.map((channel) => CHANNEL_DEFINITIONS[channel].events),
) as { readonly [T in EventType]: EventSchema<T> };

export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]>;

/** One event of a known type with its data parsed. A discriminated union over `type`. */
export type AnyEvent = {
  [T in EventType]: Omit<EventEnvelope, 'type' | 'data'> & { type: T; data: EventData<T> };
}[EventType];
export type EventOf<T extends EventType> = Extract<AnyEvent, { type: T }>;

const schemas: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(EVENTS));
const isEnvelope = guardOf(EventEnvelope);
const guards: ReadonlyMap<string, { readonly channel: string; readonly isData: Guard }> = new Map(
  Object.entries(EVENTS).map(([type, schema]) => [
    type,
    { channel: type.slice(0, type.indexOf('.')), isData: guardOf(schema) },
  ]),
);

/** Whether something is an event exactly as the schemas say, so that parsing it would only copy it. */
function isExactEvent(input: unknown): input is AnyEvent {
  if (!isEnvelope(input)) return false;
  const { type, channel, data } = input as EventEnvelope;
  const guard = guards.get(type);
  return guard !== undefined && guard.channel === channel && guard.isData(data);
}

/** Whether this version knows the event type. */
export function isEventType(type: string): type is EventType {
  return schemas.has(type);
}

/** The channel an event type belongs to. */
export function channelOf(type: EventType): Channel {
  return type.slice(0, type.indexOf('.')) as Channel;
}

export type EventRefusal = {
  readonly kind: 'malformed' | 'unknown_type';
  readonly error: ProtocolError;
  readonly seq: number | null;
};

/**
 * Parses one event from outside. An unknown type is told apart from a malformed event: a newer gateway may send the
 * former and it is skipped, the latter is counted as damage. Where the envelope was readable, `seq` names the event. What
 * comes from an honest gateway is let through by a guard, as it is; the schemas judge the rest.
 */
export function parseEvent(input: unknown): Result<AnyEvent, EventRefusal> {
  if (isExactEvent(input)) return ok(input);
  const envelope = EventEnvelope.safeParse(input);
  if (!envelope.success)
    return err({ kind: 'malformed', error: invalidFrom(envelope.error, 'event'), seq: null });
  const event = envelope.data;
  const schema = schemas.get(event.type);
  if (!schema) {
    return err({
      kind: 'unknown_type',
      error: { code: 'invalid', message: `unknown event type ${event.type}`, field: 'type' },
      seq: event.seq,
    });
  }
  if (!event.type.startsWith(`${event.channel}.`)) {
    return err({
      kind: 'malformed',
      error: { code: 'invalid', message: 'the type does not belong to the channel', field: 'channel' },
      seq: event.seq,
    });
  }
  const data = schema.safeParse(event.data);
  if (!data.success) return err({ kind: 'malformed', error: invalidFrom(data.error), seq: event.seq });
  // The map above is built from EVENTS, so `data` is what `type` says; TypeScript cannot follow the lookup.
  return ok({ ...event, data: data.data } as AnyEvent);
}
