import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { CHANNEL_DEFINITIONS, CHANNELS, type Channel, isChannel } from '../channels.ts';
import { EventEnvelope } from '../envelope.ts';
import { invalidFrom, type ProtocolError } from '../errors.ts';
import type { ChannelDefinition } from './define.ts';
import { type Guard, guardOf } from './guard.ts';

type Definitions = typeof CHANNEL_DEFINITIONS;
export type EventType = { [C in Channel]: keyof Definitions[C]['events'] }[Channel];
type EventSchema<T extends EventType> = {
  [C in Channel]: T extends keyof Definitions[C]['events'] ? Definitions[C]['events'][T] : never;
}[Channel];

/** An event type that is declared, but that nothing emits or applies yet. */
export type LaterEventType = {
  [C in Channel]: Definitions[C] extends { readonly later: infer L } ? keyof L & EventType : never;
}[Channel];
/** An event type that gateways of this version emit and consoles apply. */
export type EmittedEventType = Exclude<EventType, LaterEventType>;

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

const later: ReadonlyMap<string, string> = new Map(
  CHANNELS.flatMap((name) => {
    const definition: ChannelDefinition = CHANNEL_DEFINITIONS[name];
    return Object.entries(definition.later ?? {});
  }),
);

/** The event types that are declared for later, each with the milestone that will emit it. */
export const LATER_EVENTS = Object.fromEntries(later) as Readonly<Record<LaterEventType, string>>;

/** Whether gateways of this version emit the type. */
export function isEmittedType(type: EventType): type is EmittedEventType {
  return !later.has(type);
}

/** The channel an event type belongs to. */
export function channelOf(type: EventType): Channel {
  return type.slice(0, type.indexOf('.')) as Channel;
}

/**
 * Why an event could not be read: it is damaged, or newer than this version (of a channel or type it does not know).
 * `position` is its place in the log, where the envelope could be read.
 */
export type EventRefusal = {
  readonly kind: 'malformed' | 'newer';
  readonly error: ProtocolError;
  readonly position: { readonly seq: number; readonly id: string } | null;
};

/** An event that was read. `newer`: it had fields this version does not know, which were left out. */
export interface ReadEvent {
  readonly event: AnyEvent;
  readonly newer: boolean;
}

/**
 * Parses one event from outside. What is newer than this version is told apart from damage: it is skipped, and the rest of
 * the batch goes on. What comes from a gateway of this version is let through by a guard, as it is; the schemas judge the
 * rest.
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
    const message = `This version has no event type ${type}.`;
    return err({ kind: 'newer', error: { code: 'invalid', message, field: 'type' }, position });
  }
  const data = schema.safeParse(event.data);
  if (!data.success) return err({ kind: 'malformed', error: invalidFrom(data.error), position });
  const newer = hasMoreFields(input, event) || hasMoreFields(event.data, data.data);
  // The map above is built from EVENTS, so `data` is what `type` says; TypeScript cannot follow the lookup.
  return ok({ event: { ...event, data: data.data } as AnyEvent, newer });
}

/** Whether an envelope is refused for nothing but a channel this version does not know. */
function isNewerChannel(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || !('channel' in input)) return false;
  if (typeof input.channel !== 'string' || isChannel(input.channel)) return false;
  return EventEnvelope.safeParse({ ...input, channel: CHANNELS[0] }).success;
}

/** How deep fields are compared; no event is as deep. */
const MAX_DEPTH = 8;

/** Whether a value has fields, at any depth, that a parse left out. */
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
