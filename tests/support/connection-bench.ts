import { expect } from 'vitest';
import type { Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { Cursor, EventsMessage, Handshake, Welcome } from '#shared/protocol/messages.ts';
import { Connection } from '../../src/main/engine/connection/connection.ts';
import { GatewayTime } from '../../src/main/engine/connection/gateway-time.ts';
import type { HistoryStore } from '../../src/main/engine/connection/history.ts';
import { type Link, LinkError, type LinkHandlers } from '../../src/main/engine/connection/link.ts';
import type { SyncStore } from '../../src/main/engine/connection/sync-events.ts';
import type { ApplyResult } from '../../src/main/engine/store/types.ts';
import { type FakeClock, fakeClock, settle } from './fake-clock.ts';
import { silentLog } from './log.ts';
import { makeUser } from './make/user.ts';

/** A link whose gateway is the test. */
export class FakeLink implements Link {
  readonly sent: { name: string; payload: unknown }[] = [];
  readonly requests: {
    name: string;
    payload: unknown;
    resolve: (answer: unknown) => void;
    reject: (error: Error) => void;
  }[] = [];
  closed = false;
  readonly handshake: Handshake;
  readonly handlers: LinkHandlers;

  constructor(handshake: Handshake, handlers: LinkHandlers) {
    this.handshake = handshake;
    this.handlers = handlers;
  }

  send(name: string, payload: unknown): void {
    this.sent.push({ name, payload });
  }

  request(name: string, payload: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => this.requests.push({ name, payload, resolve, reject }));
  }

  close(): void {
    this.closed = true;
    for (const request of this.requests) request.reject(new LinkError('closed'));
  }

  /** Answers the oldest request of a name. */
  answer(name: string, answer: unknown): void {
    const index = this.requests.findIndex((request) => request.name === name);
    if (index >= 0) this.requests.splice(index, 1)[0]?.resolve(answer);
  }

  named(name: string): unknown[] {
    return this.sent.filter((message) => message.name === name).map(({ payload }) => payload);
  }
}

/** A store in memory that records cursors and writes, for tests of the connection. */
/** Work of one slice. */
function* done<R>(result: R): Generator<undefined, R, undefined> {
  yield;
  return result;
}

class FakeStore implements SyncStore, HistoryStore {
  readonly log: string[] = [];
  at: Partial<Record<Channel, Cursor>> = {};
  failing = false;

  cursors(): Partial<Record<Channel, Cursor>> {
    return { ...this.at };
  }

  apply(batch: EventsMessage): ApplyResult {
    if (this.failing) throw new Error('disk full');
    const gaps: Channel[] = [];
    for (const channel of Object.keys(batch.after) as Channel[]) {
      const own = this.at[channel]?.seq ?? 0;
      if ((batch.after[channel] ?? 0) > own) gaps.push(channel);
      else this.at[channel] = { seq: own + batch.events.length, id: null };
    }
    this.log.push(`apply ${batch.batch}`);
    const changes = { topics: new Map(), levels: new Map(), lastEventAt: null };
    return {
      applied: batch.events.length,
      duplicates: 0,
      refused: 0,
      gaps,
      changes,
      settled: [],
      noteworthy: [],
      news: {},
      newer: 0,
    };
  }

  watermark(marks: readonly { channel: Channel; after: number; cursor: Cursor }[]): {
    gaps: Channel[];
    settled: string[];
  } {
    const gaps: Channel[] = [];
    for (const mark of marks) {
      if (mark.after > (this.at[mark.channel]?.seq ?? 0)) gaps.push(mark.channel);
      else this.at[mark.channel] = mark.cursor;
    }
    return { gaps, settled: [] };
  }

  snapshotBegin(channel: Channel): ReturnType<SyncStore['snapshotBegin']> {
    this.log.push(`begin ${channel}`);
    return done(true);
  }

  snapshotPage(_channel: Channel, rows: readonly unknown[]): ReturnType<SyncStore['snapshotPage']> {
    return done({ staged: rows.length, refused: 0, newer: 0 });
  }

  snapshotProgress(): ReturnType<SyncStore['snapshotProgress']> {
    return {};
  }

  history(): ReturnType<HistoryStore['history']> {
    return done({ topics: new Map(), levels: new Map(), lastEventAt: null });
  }

  openRanges(): ReturnType<HistoryStore['openRanges']> {
    return [];
  }

  wanted(): null {
    return null;
  }

  historyFull(): boolean {
    return false;
  }

  snapshotEnd(channel: Channel, cursor: Cursor): ReturnType<SyncStore['snapshotEnd']> {
    this.at[channel] = cursor;
    this.log.push(`end ${channel}`);
    return done({
      complete: true,
      changes: { topics: new Map(), levels: new Map(), lastEventAt: null },
      settled: [],
    });
  }

  confirm(at: number): void {
    this.log.push(`confirm ${at}`);
  }
}

/** Creates a valid welcome. */
export function welcome(channels: Welcome['channels'], over: Partial<Welcome> = {}): Welcome {
  return {
    sessionId: 's1',
    protocol: { major: 1, minor: 0 },
    gatewayVersion: '1',
    user: makeUser({ id: 'u1' }),
    permissions: [],
    serverTime: 1_700_000_000_000,
    heartbeatMs: 10_000,
    timeZone: 'UTC',
    stockLimits: { lowAt: 10, outAt: 0 },
    maxMessageLength: 1000,
    messageRetentionDays: 0,
    currency: 'EUR',
    demo: false,
    channels,
    ...over,
  };
}

/** A connection whose clock, links, store and tokens the test controls. */
export interface Bench {
  readonly clock: FakeClock;
  readonly time: GatewayTime;
  readonly store: FakeStore;
  readonly links: FakeLink[];
  readonly connection: Connection;
  readonly tokens: (string | null | Error)[];
  readonly told: string[];
  /** Whether the next welcomes make the link start again. */
  readonly reopens: boolean[];
  link(): FakeLink;
}

/** Creates a connection on fakes. */
export function bench(accessToken: string | null = 'first'): Bench {
  const clock = fakeClock();
  const time = new GatewayTime(clock);
  const store = new FakeStore();
  const links: FakeLink[] = [];
  const tokens: (string | null | Error)[] = [];
  const told: string[] = [];
  const reopens: boolean[] = [];
  const connection = new Connection(
    {
      server: 'http://127.0.0.1:1',
      userId: 'u1',
      accessToken,
      client: { name: 'quayside', version: '1', deviceId: 'd' },
      clock,
      time,
      logger: silentLog,
      random: () => 0.5,
      openLink: (_server, handshake, handlers) => {
        const link = new FakeLink(handshake, handlers);
        links.push(link);
        return link;
      },
      store,
      confirmedAt: null,
      freshToken: async () => {
        const token = tokens.shift() ?? null;
        if (token instanceof Error) throw token;
        return token;
      },
      defer: (run) => void setImmediate(run),
    },
    {
      changed() {},
      welcomed: () => {
        told.push('welcomed');
        return reopens.shift() ?? false;
      },
      applied() {},
      replaced: (channel, reason) => told.push(`replaced ${channel} ${reason}`),
      settled() {},
      workspace: ({ timeZone }) => told.push(`workspace ${timeZone}`),
      live: () => told.push('live'),
      ready: () => told.push('ready'),
      lost: () => told.push('lost'),
      signal: (signal) => told.push(`signal ${signal.type}`),
      loaded() {},
    },
  );
  const link = (): FakeLink => {
    const last = links.at(-1);
    if (last === undefined) throw new Error('No link was opened.');
    return last;
  };
  return { clock, time, store, links, connection, tokens, told, reopens, link };
}

/** The channel of a welcome. */
export const CHAT = { name: 'chat' as const, head: 5, floor: 0 };

/** Connects and completes the channel `chat`. */
export async function goLive(b: Bench): Promise<void> {
  b.connection.start(true);
  b.link().handlers.message('welcome', welcome([CHAT]));
  b.link().handlers.message('caught_up', { channel: 'chat', cursor: { seq: 5, id: null } });
  await settle();
  expect(b.connection.status().state).toBe('live');
}

/** Creates an error of the gateway. */
export const refusal = (code: ProtocolError['code'], more: Partial<ProtocolError> = {}): ProtocolError => ({
  code,
  message: 'no',
  ...more,
});
