import type { Actor } from '#shared/domain/ids.ts';
import type { AnyEvent, EventData, EventType } from '#shared/protocol/events/index.ts';
import { seeded } from '../../random.ts';
import { makeEvent } from '../event.ts';

const WORDS =
  'oak chair table lamp delivery late refund broken please help order thanks blue under size2 parcel friday stock size return'.split(
    ' ',
  );

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'System' };
export const AGENT: Actor = { kind: 'user', id: 'agent-1', name: 'Ada' };

/** Creates the next event of one kind; null if the shop has no record for it. */
export type Maker = () => AnyEvent | null;

/** The clock, log and random numbers that all makers of a shop share. */
export class World {
  seq = 0;
  /** The shop's time, ms. */
  at: number;
  readonly #stepMs: number;
  /** Returns a number in [0, 1). Equal seeds produce equal sequences. */
  readonly random: () => number;

  constructor(seed: number, startAt: number, stepMs: number) {
    this.random = seeded(seed);
    this.at = startAt;
    this.#stepMs = stepMs;
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[this.int(from.length)];
  }

  text(words: number): string {
    return Array.from({ length: words }, () => this.pick(WORDS) ?? '').join(' ');
  }

  /** Returns a UUIDv7 at the shop's time. */
  id(): string {
    const time = this.at.toString(16).padStart(12, '0');
    const hex = (n: number): string => Array.from({ length: n }, () => this.int(16).toString(16)).join('');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  /** Appends an event to the shop's log, at most one step after the previous event. */
  event<T extends EventType>(type: T, data: EventData<T>, actor: Actor | null = SYSTEM): AnyEvent {
    this.at += this.int(this.#stepMs);
    this.seq += 1;
    const commandId = this.random() < 0.3 ? this.id() : null;
    return makeEvent(type, data, { id: this.id(), seq: this.seq, at: this.at, actor, commandId });
  }
}
