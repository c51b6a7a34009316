import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { ChannelAudience, GatewayModule, KeyedRow, Sql } from '../kernel.ts';
import { eventOf, type LoggedEvent } from '../log/index.ts';

/**
 * Who receives what of the addressed channels. Everything that leaves towards a connection is asked for here: live events and
 * those of a catch-up, rows of snapshots and of history. What somebody does not receive still moves their cursor, with the next
 * batch or watermark of the channel, so that cursors stay exact.
 */
export class Audiences {
  readonly #byChannel = new Map<Channel, ChannelAudience>();
  readonly #sql: () => Sql;
  readonly #parsed = new WeakMap<LoggedEvent, AnyEvent>();
  /** The addressed channels. */
  readonly channels: readonly Channel[];

  constructor(modules: readonly GatewayModule[], sql: () => Sql) {
    this.#sql = sql;
    for (const { audiences } of modules) {
      for (const channel of CHANNELS) {
        const audience = audiences?.[channel];
        if (!audience) continue;
        if (this.#byChannel.has(channel)) throw new Error(`two modules address the channel ${channel}`);
        this.#byChannel.set(channel, audience);
      }
    }
    this.channels = [...this.#byChannel.keys()];
  }

  /** Returns the users that receive an event; null for everybody who receives its channel. */
  of(event: LoggedEvent): readonly string[] | null {
    return this.#byChannel.get(event.channel)?.event(this.#sql(), this.#read(event)) ?? null;
  }

  /** Returns the events that a user receives. */
  shown(userId: string, events: readonly LoggedEvent[]): readonly LoggedEvent[] {
    if (!events.some(({ channel }) => this.#byChannel.has(channel))) return events;
    return events.filter((event) => this.of(event)?.includes(userId) ?? true);
  }

  /** Returns who sees more of the channel's past from an event on; null for nobody. */
  joins(event: LoggedEvent): string | null {
    return this.#byChannel.get(event.channel)?.joins(this.#read(event)) ?? null;
  }

  /** Returns whether a user receives a row. */
  shows(userId: string, channel: Channel, { kind, row }: KeyedRow): boolean {
    return this.#byChannel.get(channel)?.row(this.#sql(), kind, row)?.includes(userId) ?? true;
  }

  #read(event: LoggedEvent): AnyEvent {
    let parsed = this.#parsed.get(event);
    if (!parsed) {
      parsed = eventOf(event);
      this.#parsed.set(event, parsed);
    }
    return parsed;
  }
}
