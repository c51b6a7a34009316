import { v7 as uuidv7 } from 'uuid';
import type { EventEnvelope } from '#shared/protocol/envelope.ts';
import type {
  AnyEvent,
  EmittedEventType,
  EventData,
  EventOf,
  EventType,
} from '#shared/protocol/events/index.ts';
import { channelOf } from '#shared/protocol/events/index.ts';
import type { EventsMessage } from '#shared/protocol/messages.ts';

/** An event without the id, sequence number and time that the log assigns. */
export type EventDraft = {
  [T in EmittedEventType]: { readonly type: T; readonly data: EventData<T> };
}[EmittedEventType];

let lastSeq = 0;

/** An event by the system in its envelope. Sequence numbers ascend in the order of calls. */
export function makeEvent<T extends EventType>(
  type: T,
  data: EventData<T>,
  overrides: Partial<Omit<EventEnvelope, 'channel' | 'type' | 'data'>> = {},
): EventOf<T> {
  lastSeq += 1;
  const event = {
    id: overrides.id ?? uuidv7(),
    seq: lastSeq,
    channel: channelOf(type),
    type,
    at: 0,
    actor: null,
    commandId: null,
    ...overrides,
    data,
  };
  // The signature ties the data to the type; TypeScript cannot follow the lookup.
  return event as unknown as EventOf<T>;
}

/**
 * Splits events into batches of `size` events, as a gateway sends them. Each batch has, per channel, the sequence number that
 * it follows.
 */
export function makeBatches(
  events: readonly AnyEvent[],
  size: number,
  mode: EventsMessage['mode'] = 'live',
): EventsMessage[] {
  const heads = new Map<string, number>();
  const batches: EventsMessage[] = [];
  for (let i = 0; i < events.length; i += size) {
    const part = events.slice(i, i + size);
    const after = Object.fromEntries(part.map((e) => [e.channel, heads.get(e.channel) ?? 0]));
    for (const e of part) heads.set(e.channel, e.seq);
    batches.push({ batch: batches.length + 1, mode, after, events: part });
  }
  return batches;
}
