import type { RunPiece } from '../kernel.ts';
import type { Agenda } from './agenda.ts';
import { breathe, type DemoGateway } from './gateway.ts';
import { Heap } from './heap.ts';

/** The moment at which a happening takes place. */
export interface Moment {
  /** ms since epoch. */
  readonly at: number;
  /** How many times faster than a real shop the demo runs now; always 1 in the past. */
  readonly speed: number;
  readonly run: RunPiece;
}

/** Something that is due. */
export interface Due {
  /** ms since epoch. */
  readonly at: number;
  /** Orders what is due at the same time, so that a shop that was killed goes on in the same order. */
  readonly key: string;
  /** Does it, inside a transaction, and returns what follows from it. Everything it depends on is in the database. */
  readonly happen: (moment: Moment) => readonly Due[];
}

/** Duration of one transaction of the past, ms; other work gets its turn between them. The disk is waited for after each. */
const SLICE_MS = 14;
/** Maximum happenings in one transaction. */
const MAX_A_SLICE = 200;
/** Maximum waiting happenings. A shop has some hundred; at a high speed, orders pile up. */
const CAPACITY = 20_000;
/** Pauses before a happening that failed (a full disk, a locked file) is tried again, ms. */
const RETRY_MS = [2_000, 60_000] as const;

/** What `liveOn` needs. */
export interface LiveOptions {
  readonly gateway: DemoGateway;
  readonly agenda: Agenda;
  readonly speed: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** The shop's happenings in order of time: first what is overdue, as fast as it goes, then the rest when it is due. */
export class Simulation {
  readonly #waiting = new Heap<Due>((a, b) => (a.at !== b.at ? a.at < b.at : a.key < b.key));

  constructor(due: readonly Due[]) {
    for (const one of due) this.#waiting.add(one);
  }

  /**
   * Lets everything happen that is overdue, each at its own time, in short transactions with pauses between them. Rejects when a
   * transaction fails: this simulation is then ahead of the database, and another must be made from it.
   */
  async catchUp(gateway: DemoGateway, now: () => number, stopped: () => boolean): Promise<void> {
    const isOverdue = (): boolean => (this.#waiting.first?.at ?? Number.POSITIVE_INFINITY) <= now();
    while (isOverdue() && !stopped()) {
      await gateway.executor.together((run) => {
        const end = performance.now() + SLICE_MS;
        for (let n = 0; n < MAX_A_SLICE && isOverdue() && performance.now() < end; n += 1) {
          const next = this.#waiting.take();
          if (next) this.#add(next.happen({ at: next.at, speed: 1, run }));
        }
      });
      await breathe();
    }
  }

  /**
   * Puts everything on the agenda, from now on at a speed: what is an hour away at the speed 60 happens in a minute. Something
   * that fails is tried again.
   */
  liveOn(options: LiveOptions): void {
    const start = options.now();
    for (let next = this.#waiting.take(); next; next = this.#waiting.take())
      schedule(options, next, start + Math.max(0, next.at - start) / options.speed);
  }

  #add(due: readonly Due[]): void {
    for (const one of due) if (this.#waiting.size < CAPACITY) this.#waiting.add(one);
  }
}

function schedule(options: LiveOptions, due: Due, at: number, retryMs: number = RETRY_MS[0]): void {
  const { gateway, agenda, speed, now, onError } = options;
  const planned = agenda.add(at, async () => {
    try {
      const next = await gateway.executor.together((run) => due.happen({ at: now(), speed, run }));
      for (const one of next) schedule(options, one, one.at);
    } catch (error) {
      schedule(options, due, now() + retryMs, Math.min(RETRY_MS[1], retryMs * 2));
      throw error;
    }
  });
  if (!planned && agenda.isFull) onError(new Error('the agenda is full'));
}
