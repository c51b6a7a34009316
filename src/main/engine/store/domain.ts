import type { z } from 'zod';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import type { Activity } from '#shared/bridge/live.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { Subject } from '#shared/domain/subject.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyCommand, CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import type {
  AnyEvent,
  EmittedEventType,
  EventData,
  EventOf,
  EventType,
} from '#shared/protocol/events/index.ts';
import type { Migration } from './migrate.ts';
import type { Dump, ProjectionFactory } from './projection.ts';
import type { Reader } from './reader.ts';

/** Answers a read from the cache; a ReadError is the answer where there is none. */
export type Read<N extends ReadName> = (
  reader: Reader,
  input: MethodInput<N>,
  now: number,
) => MethodOutput<N>;

/** Who submits a command, and when. */
export interface EffectContext {
  readonly userId: string;
  readonly userName: string;
  readonly now: number;
}

/** What a change of the screen concerns: topic and key, as in change notices. */
export interface TopicKey {
  readonly topic: string;
  readonly key: string;
}

/**
 * What commands are expected to change before the gateway has decided, written as JSON in `outbox.effect` and laid over the
 * projection by the domain's reads. Nothing is ever written into the projection, so nothing has to be undone.
 */
export interface Effects<E extends { readonly kind: string } = { readonly kind: string }> {
  readonly schema: z.ZodType<E>;
  readonly of: { readonly [T in CommandType]?: (data: CommandData<T>, context: EffectContext) => E | null };
  /** The record whose reading an effect changes. */
  topic(effect: E): TopicKey;
}

/** The effects of all domains' commands. */
export interface EffectRegistry {
  /** The effect of a command as JSON; null where nothing can be shown before the gateway has decided. */
  effectOf(command: AnyCommand, context: EffectContext): string | null;
  /** The record whose reading a stored effect changes; null where there is none. */
  topicOf(effect: string | null): TopicKey | null;
}

/** One hit of a search, as the bridge gives it. */
export type SearchHit = MethodOutput<'search.query'>['rows'][number];

/** Where hits of one kind come from. */
export interface SearchSource {
  readonly channel: Channel;
  /** The newest hits for an FTS5 query, at most `limit`. `terms` are its folded words. */
  find(reader: Reader, query: string, limit: number, terms: readonly string[]): SearchHit[];
}

/** An event in values the renderer has words for. */
export interface Described {
  readonly values: Activity['values'];
  readonly subject: Subject | null;
}
export type Describe<T extends EventType> = (data: EventData<T>, reader: Reader) => Described;

/** Which events of a type are news, and the toast for one. */
export interface NewsSource<T extends EventType> {
  /** What the event counts as in the summary of a catch-up or a flood. */
  readonly kind: NewsKind;
  isNews(event: EventOf<T>): boolean;
  /** The toast; null where this user does not need to hear of it. */
  toast(event: EventOf<T>, context: NewsContext): Toast | null;
}

/** News sources by event type. */
export type NewsRegistry = ReadonlyMap<string, NewsSource<AnyEvent['type']>>;

/** What a summary counts. */
export type NewsKind = 'alerts' | 'messages';

export interface NewsContext {
  readonly userId: string;
  readonly reader: Reader;
}

/**
 * One domain of the console's cache: its tables' migrations, how its channels' rows follow their events, what can be read
 * of it, and what its commands and events look like elsewhere. Registries are made from the list in `domains/index.ts`.
 */
export interface EngineDomain {
  readonly name: string;
  readonly migrations?: readonly Migration[];
  readonly projections?: { readonly [C in Channel]?: ProjectionFactory<C> };
  readonly dumps?: { readonly [C in Channel]?: Dump };
  readonly reads?: { readonly [N in ReadName]?: Read<N> };
  readonly effects?: Effects;
  readonly search?: Readonly<Record<string, SearchSource>>;
  readonly activity?: { readonly [T in EmittedEventType]?: Describe<T> };
  readonly news?: { readonly [T in EmittedEventType]?: NewsSource<T> };
}
