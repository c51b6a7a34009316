import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { ReadBatch, Refused } from './batch.ts';
import type { ChangeCollector } from './changes.ts';
import type { CursorTable } from './cursors.ts';
import type { EventLog } from './event-log.ts';
import { isPoison, orphan } from './failures.ts';
import type { PassedOver } from './passed-over.ts';
import type { RowImages } from './row-images.ts';
import type { Settlement } from './settle.ts';
import type { Sql } from './sql.ts';
import type { ApplyResult } from './types.ts';

/** The maximum number of noteworthy events returned per batch. */
const MAX_NOTEWORTHY = 500;

/** What batches are written with, all of it the writer's. */
export interface BatchWriterOptions {
  readonly sql: Sql;
  readonly images: RowImages | null;
  /** Applies an event to its projection. Returns false if the event is about nothing that is held. */
  readonly applyEvent: (event: AnyEvent) => boolean;
  readonly changes: ChangeCollector;
  readonly cursors: CursorTable;
  readonly log: EventLog;
  readonly settlement: Settlement;
  readonly passed: PassedOver;
  /** See `WriterOptions`. */
  readonly newsKind: (event: AnyEvent) => string | null;
  readonly now: () => number;
  /** Writes what the projections have summed up. */
  readonly flush: () => void;
  /** Drops what the projections have summed up since the last flush. */
  readonly forgetPending: () => void;
}

/** Writes batches of events. Each method is called inside a transaction of the writer. */
export class BatchWriter {
  readonly #options: BatchWriterOptions;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  /** Writes a batch. The cursors in memory are the caller's to update, after the commit. */
  write(read: ReadBatch): ApplyResult {
    const {
      images,
      applyEvent,
      changes: collected,
      cursors,
      log,
      settlement,
      passed,
      now,
      flush,
    } = this.#options;
    const applied: AnyEvent[] = [];
    const refused: Refused[] = [...read.refused];
    for (const event of read.accepted) {
      images?.follow(event.seq);
      if (!applyEvent(event)) {
        refused.push(orphan(event));
        continue;
      }
      log.append(event);
      collected.sawEventAt(event.at);
      applied.push(event);
    }
    flush();
    const settled = settlement.byEvents(applied, read.cursors);
    if (settled.length > 0) for (const id of settled) collected.touch('outbox', id);
    cursors.write(read.cursors);
    log.refuse(refused, now());
    passed.record(read.newer);
    const changes = collected.take();
    log.count({
      applied: applied.length,
      duplicates: read.duplicates,
      refused: refused.length,
      newer: read.newerEvents,
      lastEventAt: changes.lastEventAt,
    });
    return {
      applied: applied.length,
      duplicates: read.duplicates,
      refused: refused.length,
      newer: read.newerEvents,
      gaps: read.gaps,
      changes,
      settled,
      ...this.#newsIn(applied),
    };
  }

  /** Returns the first events that are news, and the number of news by kind. */
  #newsIn(applied: readonly AnyEvent[]): Pick<ApplyResult, 'noteworthy' | 'news'> {
    const noteworthy: AnyEvent[] = [];
    const news: Record<string, number> = {};
    for (const event of applied) {
      const kind = this.#options.newsKind(event);
      if (kind === null) continue;
      news[kind] = (news[kind] ?? 0) + 1;
      if (noteworthy.length < MAX_NOTEWORTHY) noteworthy.push(event);
    }
    return { noteworthy, news };
  }

  /** Removes the events that violate a constraint. Tries each event in its own savepoint, then rolls everything back. */
  sift(read: ReadBatch): ReadBatch {
    const { sql, images, applyEvent, flush, forgetPending } = this.#options;
    const accepted: AnyEvent[] = [];
    const refused = [...read.refused];
    sql.prepare('SAVEPOINT sift').run();
    for (const event of read.accepted) {
      sql.prepare('SAVEPOINT one').run();
      try {
        images?.follow(event.seq);
        applyEvent(event);
        flush();
        accepted.push(event);
      } catch (error) {
        if (!isPoison(error)) throw error;
        sql.prepare('ROLLBACK TO one').run();
        forgetPending();
        refused.push({
          channel: event.channel,
          seq: event.seq,
          kind: 'conflict',
          field: null,
          message: 'The event contradicts the cached data.',
        });
      }
      sql.prepare('RELEASE one').run();
    }
    sql.prepare('ROLLBACK TO sift').run();
    sql.prepare('RELEASE sift').run();
    forgetPending();
    return { ...read, accepted, refused };
  }
}
