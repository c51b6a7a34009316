import type { ServerResponse } from 'node:http';
import { MAX_PLACE } from '#shared/domain/assignment.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { placeInQueue } from '../chat/index.ts';
import type { Sql } from '../kernel.ts';
import { frame } from '../sse.ts';

/** The shortest pause between two looks at the places of all visitors, ms. */
const PAUSE_MS = 1_000;
/** The events that change a place in a queue. */
const MOVES: ReadonlySet<AnyEvent['type']> = new Set([
  'chat.message_sent',
  'chat.assigned',
  'chat.team_changed',
  'chat.status_changed',
  'chat.snoozed',
]);

/** A page that can be told its place. */
interface Page {
  readonly conversationId: string;
  readonly response: ServerResponse;
}

/**
 * Tells waiting visitors their place in the queue: when their page connects, and when it changes, at most once a second. A place
 * is counted in an index, and up to a limit.
 */
export class Places {
  readonly #sql: Sql;
  readonly #pages: () => Iterable<Page>;
  readonly #onError: (error: unknown) => void;
  readonly #told = new WeakMap<ServerResponse, number | null>();
  #timer: NodeJS.Timeout | null = null;

  constructor(sql: Sql, pages: () => Iterable<Page>, onError: (error: unknown) => void) {
    this.#sql = sql;
    this.#pages = pages;
    this.#onError = onError;
  }

  /** Looks at the places soon, if an event may have changed one. */
  committed(events: readonly AnyEvent[]): void {
    if (this.#timer !== null || !events.some(({ type }) => MOVES.has(type))) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      try {
        for (const page of this.#pages()) this.tell(page);
      } catch (error) {
        this.#onError(error);
      }
    }, PAUSE_MS);
    this.#timer.unref();
  }

  /** Tells a page its place, unless it knows it. A page whose socket is full is told later. */
  tell({ conversationId, response }: Page): void {
    if (response.writableNeedDrain) return;
    const place = placeInQueue(this.#sql, conversationId);
    // A page that has connected again may show a place of before.
    if (this.#told.has(response) && this.#told.get(response) === place) return;
    this.#told.set(response, place);
    const atLeast = place === MAX_PLACE;
    response.write(frame('place', JSON.stringify({ place, atLeast })));
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
