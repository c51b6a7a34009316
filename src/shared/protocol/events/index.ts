import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel, isChannel } from '../channels.ts';
import { EventEnvelope } from '../envelope.ts';
import type { ProtocolError } from '../errors.ts';
import { invalidFrom } from '../issues.ts';
import type { ChannelDefinition } from './define.ts';
import { type Guard, guardOf } from './guard.ts';

type Definitions = typeof CHANNEL_DEFINITIONS;
/** The name of an event type, `channel.past_tense`. */
export type EventType = { [C in Channel]: keyof Definitions[C]['events'] }[Channel];
type EventSchema<T extends EventType> = {
  [C in Channel]: T extends keyof Definitions[C]['events'] ? Definitions[C]['events'][T] : never;
}[Channel];

/** An event type that is declared but not yet emitted or applied. */
export type LaterEventType = {
  [C in Channel]: Definitions[C] extends { readonly later: infer L } ? keyof L & EventType : never;
}[Channel];
/** An event type that gateways of this version emit and consoles apply. */
export type EmittedEventType = Exclude<EventType, LaterEventType>;

/** The schema of each event type's data. The part of the type before the dot is the channel. */
export const EVENTS = Object.assign(
  {},
  ...CHANNELS.map((channel) => CHANNEL_DEFINITIONS[channel].events),
) as { readonly [T in EventType]: EventSchema<T> };

/** The data of an event type. */
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]>;

/** An event of a known type with parsed data. A union discriminated by `type`. */
export type AnyEvent = {
  [T in EventType]: Omit<EventEnvelope, 'type' | 'data'> & { type: T; data: EventData<T> };
}[EventType];
/** An event of one type. */
export type EventOf<T extends EventType> = Extract<AnyEvent, { type: T }>;

const schemas: ReadonlyMap<string, z.ZodType> = new Map(Object.entries(EVENTS));
const isEnvelope = guardOf(EventEnvelope);
const guards: ReadonlyMap<string, { readonly channel: string; readonly isData: Guard }> = new Map(
  Object.entries(EVENTS).map(([type, schema]) => [
    type,
    { channel: type.slice(0, type.indexOf('.')), isData: guardOf(schema) },
  ]),
);

/** Returns whether a value is an event exactly as the schemas describe it, so that parsing would only copy it. */
function isExactEvent(input: unknown): input is AnyEvent {
  if (!isEnvelope(input)) return false;
  const { type, channel, data } = input as EventEnvelope;
  const guard = guards.get(type);
  return guard !== undefined && guard.channel === channel && guard.isData(data);
}

/** Returns whether this version knows the event type. */
export function isEventType(type: string): type is EventType {
  return schemas.has(type);
}

const later: ReadonlyMap<string, string> = new Map(
  CHANNELS.flatMap((name) => {
    const definition: ChannelDefinition = CHANNEL_DEFINITIONS[name];
    return Object.entries(definition.later ?? {});
  }),
);

/** The event types that are declared for later, each with the milestone that will emit it. */
export const LATER_EVENTS = Object.fromEntries(later) as Readonly<Record<LaterEventType, string>>;

/** Returns whether gateways of this version emit the type. */
export function isEmittedType(type: EventType): type is EmittedEventType {
  return !later.has(type);
}

/** Returns the channel of an event type. */
export function channelOf(type: EventType): Channel {
  return type.slice(0, type.indexOf('.')) as Channel;
}

/**
 * The reason why an event could not be read. `newer`: its channel or type is unknown to this version; `malformed`: it is
 * invalid. `position` is its position in the log, or null if the envelope could not be read.
 */
export type EventRefusal = {
  readonly kind: 'malformed' | 'newer';
  readonly error: ProtocolError;
  readonly position: { readonly seq: number; readonly id: string } | null;
};

/** A parsed event. `newer` is true if fields that this version does not know were dropped. */
export interface ReadEvent {
  readonly event: AnyEvent;
  readonly newer: boolean;
}

/**
 * Parses an event from outside. Distinguishes events that are newer than this version, which are skipped, from malformed
 * ones. A guard passes events of a gateway of this version unchanged; the schemas parse all others.
 */
export function parseEvent(input: unknown): Result<ReadEvent, EventRefusal> {
  if (isExactEvent(input)) return ok({ event: input, newer: false });
  const envelope = EventEnvelope.safeParse(input);
  if (!envelope.success) {
    const error = invalidFrom(envelope.error, 'event');
    return err({ kind: isNewerChannel(input) ? 'newer' : 'malformed', error, position: null });
  }
  const event = envelope.data;
  const { seq, id, type, channel } = event;
  const position = { seq, id };
  if (!type.startsWith(`${channel}.`)) {
    const message = 'The type does not belong to the channel.';
    return err({ kind: 'malformed', error: { code: 'invalid', message, field: 'channel' }, position });
  }
  const schema = schemas.get(type);
  if (!schema) {
    const message = `This version does not know the event type ${type}.`;
    return err({ kind: 'newer', error: { code: 'invalid', message, field: 'type' }, position });
  }
  const data = schema.safeParse(event.data);
  if (!data.success) return err({ kind: 'malformed', error: invalidFrom(data.error), position });
  const newer = hasMoreFields(input, event) || hasMoreFields(event.data, data.data);
  // The schema comes from EVENTS, so `data` matches `type`. TypeScript cannot follow the lookup.
  return ok({ event: { ...event, data: data.data } as AnyEvent, newer });
}

/** Returns whether an envelope is invalid only because this version does not know its channel. */
function isNewerChannel(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || !('channel' in input)) return false;
  if (typeof input.channel !== 'string' || isChannel(input.channel)) return false;
  return EventEnvelope.safeParse({ ...input, channel: CHANNELS[0] }).success;
}

/** The maximum depth at which fields are compared. No event is that deep. */
const MAX_DEPTH = 8;

/** Returns whether a value has fields, at any depth, that parsing dropped. */
export function hasMoreFields(given: unknown, parsed: unknown, depth = 0): boolean {
  if (typeof given !== 'object' || given === null || typeof parsed !== 'object' || parsed === null)
    return false;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(given))
    return Array.isArray(parsed) && given.some((item, i) => hasMoreFields(item, parsed[i], depth + 1));
  const kept = parsed as Readonly<Record<string, unknown>>;
  return Object.entries(given).some(
    ([key, value]) => !Object.hasOwn(kept, key) || hasMoreFields(value, kept[key], depth + 1),
  );
}
