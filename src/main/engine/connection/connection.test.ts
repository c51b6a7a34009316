import { describe, expect, it } from 'vitest';
import { bench, CHAT, goLive, refusal, welcome } from '../../../../tests/support/connection-bench.ts';
import { settle } from '../../../../tests/support/fake-clock.ts';
import { makeUser } from '../../../../tests/support/make/user.ts';

describe('Connection', () => {
  it('goes from offline to live and moves its cursor to that of caught_up', async () => {
    const b = bench();
    expect(b.connection.status().state).toBe('offline');
    b.connection.start(true);
    expect(b.connection.status().state).toBe('connecting');
    b.link().handlers.message('welcome', welcome([CHAT]));
    expect(b.connection.status()).toMatchObject({ state: 'catching-up', behind: 5 });
    b.link().handlers.message('events', { batch: 1, mode: 'catch_up', after: { chat: 0 }, events: [{}, {}] });
    await settle();
    expect(b.connection.status().behind).toBe(3);
    expect(b.link().named('ack')).toEqual([{ batch: 1 }]);
    b.link().handlers.message('caught_up', { channel: 'chat', cursor: { seq: 5, id: null } });
    await settle();
    expect(b.connection.status()).toMatchObject({ state: 'live', behind: 0, asOf: { seq: 5 } });
    expect(b.told).toEqual(['welcomed', 'ready', 'live']);
    b.connection.dispose();
    expect(b.clock.timers).toBe(0);
  });

  it('opens its link again, at once, where the welcome removed cursors', async () => {
    const b = bench();
    b.reopens.push(true);
    b.connection.start(true);
    b.link().handlers.message('welcome', welcome([CHAT]));
    expect([b.links.length, b.links[0]?.closed, b.connection.status().state]).toEqual([
      2,
      true,
      'connecting',
    ]);
    b.link().handlers.message('welcome', welcome([CHAT]));
    expect(b.connection.status().state).toBe('catching-up');
    b.connection.dispose();
    expect(b.clock.timers).toBe(0);
  });

  it('acknowledges nothing before it is committed', async () => {
    const b = bench();
    await goLive(b);
    b.store.failing = true;
    const { handlers } = b.link();
    handlers.message('events', { batch: 7, mode: 'live', after: { chat: 5 }, events: [{}] });
    await settle();
    expect(b.link().named('ack')).toEqual([]);
    expect(b.connection.status()).toMatchObject({ state: 'offline' });
    expect(b.connection.status().detail).toContain('disk full');
  });

  it('backs off with full jitter and doubling ceilings, and resets after a live session', async () => {
    const b = bench();
    b.connection.start(true);
    for (const delay of [250, 500, 1_000, 2_000]) {
      b.link().handlers.closed('refused');
      expect(b.connection.status().nextAttemptAt).toBe(b.clock.now() + delay);
      const { length } = b.links;
      b.clock.advance(delay - 1);
      expect(b.links.length).toBe(length);
      b.clock.advance(1);
      expect(b.links.length).toBe(length + 1);
    }
    b.link().handlers.message('welcome', welcome([], { serverTime: b.clock.now() }));
    expect(b.connection.status()).toMatchObject({ state: 'live', attempt: 0 });
    b.link().handlers.closed('gone');
    expect(b.connection.status()).toMatchObject({
      state: 'offline',
      attempt: 1,
      nextAttemptAt: b.clock.now() + 250,
    });
  });

  it('respects retryAfterMs of a refused handshake', () => {
    const b = bench();
    b.connection.start(true);
    b.link().handlers.refused(refusal('rate_limited', { retryAfterMs: 9_000 }));
    expect(b.connection.status()).toMatchObject({ state: 'offline', nextAttemptAt: b.clock.now() + 9_000 });
  });

  it('abandons a handshake without a welcome after 10 s', () => {
    const b = bench();
    b.connection.start(true);
    b.clock.advance(10_000);
    expect(b.connection.status().state).toBe('offline');
    expect(b.links[0]?.closed).toBe(true);
  });

  it('without a token is unauthorised, whatever happens, and opens no link', () => {
    const b = bench(null);
    b.connection.start(true);
    const expectUnauthorised = (): void =>
      expect(b.connection.status()).toMatchObject({
        state: 'unauthorised',
        detail: null,
        nextAttemptAt: null,
      });
    expectUnauthorised();
    b.connection.wake();
    b.connection.refresh();
    expectUnauthorised();
    b.connection.pause();
    b.connection.resume();
    expectUnauthorised();
    expect([b.links.length, b.clock.timers]).toEqual([0, 0]);
  });

  it('fetches a fresh token once, then becomes unauthorised', async () => {
    const b = bench();
    b.tokens.push('second', 'third');
    b.connection.start(true);
    b.link().handlers.refused(refusal('unauthenticated'));
    await settle();
    expect(b.links.length).toBe(2);
    expect(b.link().handshake.token).toBe('second');
    b.link().handlers.refused(refusal('unauthenticated'));
    await settle();
    expect(b.links.length).toBe(2);
    expect(b.connection.status().state).toBe('unauthorised');
    expect(b.clock.timers).toBe(0);
  });

  it('is unauthorised if the user must sign in, and offline if the token could not be fetched', async () => {
    const signedOut = bench();
    signedOut.tokens.push(null);
    signedOut.connection.start(true);
    signedOut.link().handlers.refused(refusal('unauthenticated'));
    await settle();
    expect(signedOut.connection.status().state).toBe('unauthorised');
    const broken = bench();
    broken.tokens.push(new Error('network'));
    broken.connection.start(true);
    broken.link().handlers.refused(refusal('unauthenticated'));
    await settle();
    expect(broken.connection.status().state).toBe('offline');
    expect(broken.connection.status().nextAttemptAt).not.toBeNull();
  });

  it.each([
    [2, 'Update this console'],
    [0, 'The server must be updated'],
  ])('says which side to update for a server of version %i', (major, words) => {
    const refused = bench();
    refused.connection.start(true);
    refused
      .link()
      .handlers.refused(refusal('invalid', { field: 'client.protocol', current: { major, minor: 0 } }));
    expect(refused.connection.status().state).toBe('unauthorised');
    expect(refused.connection.status().detail).toContain(words);
    const greeted = bench();
    greeted.connection.start(true);
    greeted.link().handlers.message('welcome', welcome([], { protocol: { major, minor: 0 } }));
    expect(greeted.connection.status().detail).toContain(words);
  });

  it('rejects a welcome for a user other than the cache owner', () => {
    const b = bench();
    b.connection.start(true);
    b.link().handlers.message('welcome', welcome([CHAT], { user: makeUser({ id: 'u2' }) }));
    expect(b.connection.status().state).toBe('unauthorised');
  });

  it('detects a half-open link within 15 s, at any point of the heartbeat period', async () => {
    for (const aliveFor of [0, 3_000, 9_999]) {
      const b = bench();
      await goLive(b);
      b.link().answer('heartbeat', { serverTime: b.clock.now() });
      await b.clock.advanceAsync(aliveFor);
      b.link().handlers.message('watermark', { marks: [] });
      const diedAt = b.clock.now();
      while (b.connection.status().state === 'live') {
        await b.clock.advanceAsync(100);
        expect(b.clock.now() - diedAt).toBeLessThanOrEqual(15_000);
      }
      expect(b.connection.status()).toMatchObject({
        state: 'offline',
        detail: 'The server stopped answering.',
      });
    }
  });

  it.for([-600_000, 600_000])(
    'measures silence, latency and stability as before when the clock is set by %i ms',
    async (jump) => {
      const b = bench();
      const gatewayAhead = b.clock.now() - b.clock.monotonic();
      const gatewayNow = (): number => gatewayAhead + b.clock.monotonic();
      await goLive(b);
      b.clock.jump(jump);
      b.clock.advance(40);
      b.link().answer('heartbeat', { serverTime: gatewayNow() });
      await settle();
      expect(b.connection.status()).toMatchObject({
        state: 'live',
        latencyP50: 40,
        gatewayTime: gatewayNow(),
      });
      await b.clock.advanceAsync(10_000);
      await b.clock.advanceAsync(3_900);
      expect(b.connection.status().state).toBe('live');
      await b.clock.advanceAsync(200);
      expect(b.connection.status()).toMatchObject({ state: 'offline', nextAttemptAt: expect.any(Number) });
      expect((b.connection.status().nextAttemptAt ?? 0) - gatewayNow()).toBeLessThan(1_000);
    },
  );

  it('keeps a busy link whose answers are late', async () => {
    const b = bench();
    await goLive(b);
    for (let second = 0; second < 20; second += 1) {
      await b.clock.advanceAsync(1_000);
      b.link().handlers.message('watermark', { marks: [] });
    }
    expect(b.connection.status().state).toBe('live');
  });

  it('measures latency and confirms the shown data with each heartbeat', async () => {
    const b = bench();
    await goLive(b);
    const sentAt = b.clock.now();
    b.clock.advance(40);
    b.link().answer('heartbeat', { serverTime: b.clock.now() });
    await settle();
    expect(b.connection.status()).toMatchObject({ latencyP50: 40, latencyP95: 40 });
    expect(b.store.log.at(-1)).toBe(`confirm ${sentAt}`);
  });

  it('pauses, resumes, and reconnects at once on wake', async () => {
    const b = bench();
    await goLive(b);
    b.connection.pause();
    expect(b.connection.status().state).toBe('paused');
    expect(b.link().closed).toBe(true);
    expect(b.clock.timers).toBe(0);
    b.connection.wake();
    expect(b.connection.status().state).toBe('paused');
    b.connection.resume();
    expect(b.connection.status().state).toBe('connecting');
    b.link().handlers.closed('gone');
    const { length } = b.links;
    b.connection.wake();
    expect(b.links.length).toBe(length + 1);
    expect(b.connection.status().state).toBe('connecting');
  });

  it('ignores messages of a link that was replaced', async () => {
    const b = bench();
    await goLive(b);
    const old = b.link();
    b.connection.pause();
    b.connection.resume();
    old.handlers.closed('late');
    old.handlers.message('events', { batch: 9, mode: 'live', after: { chat: 5 }, events: [{}] });
    await settle();
    expect(b.connection.status().state).toBe('connecting');
    expect(b.store.log).not.toContain('apply 9');
  });

  it('refreshes the token before it expires, without dropping the session', async () => {
    const b = bench();
    const now = Math.floor(b.clock.now() / 1000);
    const jwt = (exp: number): string =>
      `x.${Buffer.from(JSON.stringify({ exp, iat: now })).toString('base64url')}.y`;
    const connection = b.connection;
    b.tokens.push(jwt(now + 900), jwt(now + 1_800));
    connection.start(true);
    b.link().handlers.refused(refusal('unauthenticated'));
    await settle();
    b.link().handlers.message('welcome', welcome([], { serverTime: b.clock.now() }));
    const link = b.link();
    for (let elapsed = 0; elapsed < 850_000; elapsed += 5_000) {
      link.answer('heartbeat', { serverTime: b.clock.now() });
      await b.clock.advanceAsync(5_000);
    }
    expect(link.requests.filter(({ name }) => name === 'token')).toHaveLength(1);
    link.answer('token', { ok: true });
    await settle();
    expect(b.links.at(-1)).toBe(link);
    expect(connection.status().state).toBe('live');
    link.handlers.closed('gone');
    b.connection.wake();
    expect(b.link().handshake.token).toBe(jwt(now + 1_800));
  });

  it('keeps the notice of a changed history across reconnects until it is dismissed', async () => {
    const b = bench();
    await goLive(b);
    const { handlers } = b.link();
    handlers.message('snapshot_begin', { channel: 'chat', reason: 'history_changed' });
    handlers.message('snapshot_page', { batch: 2, channel: 'chat', rows: [] });
    handlers.message('snapshot_end', { batch: 3, channel: 'chat', cursor: { seq: 2, id: null }, rows: 0 });
    await settle();
    expect(b.connection.status().state).toBe('catching-up');
    handlers.message('caught_up', { channel: 'chat', cursor: { seq: 2, id: null } });
    await settle();
    expect(b.told).toContain('replaced chat history_changed');
    expect(b.link().named('ack')).toEqual([{ batch: 2 }, { batch: 3 }]);
    handlers.closed('gone');
    expect(b.connection.status().notice).toMatchObject({ channel: 'chat', reason: 'history_changed' });
    b.connection.dismissNotice();
    expect(b.connection.status().notice).toBeNull();
  });

  it('counts malformed messages, resyncs all channels and stays connected', async () => {
    const b = bench();
    await goLive(b);
    const link = b.link();
    link.handlers.message('events', { batch: 4, mode: 'live', after: 'nonsense' });
    await settle();
    expect(link.named('resync')).toMatchObject([{ cursors: { chat: { seq: 5, id: null } } }]);
    expect(link.named('ack')).toEqual([{ batch: 4 }]);
    link.handlers.message('signal', { type: 'nonsense' });
    await settle();
    expect(b.connection.status()).toMatchObject({ state: 'catching-up', refused: 2 });
  });
});

describe('a gap', () => {
  it('is not hidden by a caught_up that was already in transit', async () => {
    const b = bench();
    await goLive(b);
    const link = b.link();
    link.handlers.message('events', { batch: 4, mode: 'live', after: { chat: 9 }, events: [{}] });
    // Sent before the gateway received the resync. Accepting it would lose the missing events.
    link.handlers.message('caught_up', { channel: 'chat', cursor: { seq: 10, id: null } });
    await settle();
    expect(b.store.at.chat?.seq).toBe(5);
    expect(b.connection.status().state).toBe('catching-up');
    // Both heartbeats are answered, so the barrier has passed and the channel is resynced once more.
    while (link.requests.some(({ name }) => name === 'heartbeat'))
      link.answer('heartbeat', { serverTime: b.clock.now() });
    await settle();
    expect(link.named('resync')).toHaveLength(2);
    link.handlers.message('events', {
      batch: 5,
      mode: 'live',
      after: { chat: 5 },
      events: [{}, {}, {}, {}, {}],
    });
    link.handlers.message('caught_up', { channel: 'chat', cursor: { seq: 10, id: null } });
    await settle();
    expect(b.store.at.chat?.seq).toBe(10);
    expect(b.connection.status().state).toBe('live');
  });

  it('is not requested again while a resync is pending', async () => {
    const b = bench();
    await goLive(b);
    const link = b.link();
    for (const batch of [4, 5, 6]) {
      link.handlers.message('events', { batch, mode: 'live', after: { chat: 9 }, events: [{}] });
    }
    await settle();
    expect(link.named('resync')).toHaveLength(1);
    expect(link.named('ack')).toHaveLength(3);
  });
});
