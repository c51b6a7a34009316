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
import type { Term } from './text.ts';
import type { Position } from './text-search.ts';

/** Answers a read from the cache. Throws a ReadError if there is no answer. `now` is in ms. */
export type Read<N extends ReadName> = (
  reader: Reader,
  input: MethodInput<N>,
  now: number,
) => MethodOutput<N>;

/** The submitter of a command and the time of submission (ms). */
export interface EffectContext {
  readonly userId: string;
  readonly userName: string;
  readonly now: number;
}

/** A changed record: topic and key, as in change notices. A null key stands for all records of the topic. */
export interface TopicKey {
  readonly topic: string;
  readonly key: string | null;
}

/**
 * The optimistic effects of a domain's commands: the changes shown before the gateway has decided. An effect is stored as
 * JSON in `outbox.effect`, and the domain's reads apply it on top of the projection. The projection itself is not changed,
 * so there is nothing to undo.
 */
export interface Effects<E extends { readonly kind: string } = { readonly kind: string }> {
  readonly schema: z.ZodType<E>;
  /** Returns the effect of a command, by command type; null if it has none. */
  readonly of: { readonly [T in CommandType]?: (data: CommandData<T>, context: EffectContext) => E | null };
  /** Returns the record that an effect changes. */
  topic(effect: E): TopicKey;
}

/** The effects of all domains' commands. */
export interface EffectRegistry {
  /** Returns the effect of a command as JSON; null if the command has none. */
  effectOf(command: AnyCommand, context: EffectContext): string | null;
  /** Returns the record that a stored effect changes; null if there is none. */
  topicOf(effect: string | null): TopicKey | null;
}

/** One search result, as defined by the bridge. */
export type SearchHit = MethodOutput<'search.query'>['rows'][number];

/** A result with its position among those of its kind. */
export interface PlacedHit {
  readonly hit: SearchHit;
  readonly position: Position;
}

/** Searches one kind of record. */
export interface SearchSource {
  readonly channel: Channel;
  /** Returns the results after a position, at most `limit`. */
  find(reader: Reader, terms: readonly Term[], after: Position, limit: number): PlacedHit[];
}

/** An event of the activity feed: the values for the renderer's translation, and its subject. */
export interface Described {
  readonly values: Activity['values'];
  readonly subject: Subject | null;
}
/** Describes the events of one type for the activity feed. */
export type Describe<T extends EventType> = (data: EventData<T>, reader: Reader) => Described;

/** Selects the events of a type that are news, and creates their toasts. */
export interface NewsSource<T extends EventType> {
  /** The kind under which a summary counts the event; `told` if it counts the events that this one tells about. */
  readonly kind: NewsKind | 'told';
  isNews(event: EventOf<T>): boolean;
  /** Creates the toast; null if it does not concern this user. */
  toast(event: EventOf<T>, context: NewsContext): Toast | null;
}

/** News sources by event type. */
export type NewsRegistry = ReadonlyMap<string, NewsSource<AnyEvent['type']>>;

/** The kinds of news that a summary counts. */
export type NewsKind = 'alerts' | 'messages';

/** The recipient of a toast, and a reader of the cache. */
export interface NewsContext {
  readonly userId: string;
  readonly reader: Reader;
}

/**
 * Declares one domain of the console's cache. The registries are built from the list in `domains/index.ts`. `projections`
 * and `dumps` are by channel, `search` by kind of record, `activity` and `news` by event type.
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
  /** Events that only keep the books of others: the feed of all channels leaves them out, that of their channel has them. */
  readonly bookkeeping?: readonly EmittedEventType[];
  readonly news?: { readonly [T in EmittedEventType]?: NewsSource<T> };
}
