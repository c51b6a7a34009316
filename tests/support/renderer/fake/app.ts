import { makeOutboxEntry } from '../../make/command.ts';
import { type FakeMethodsOf, Refusal } from './contract.ts';
import type { FakeState } from './state.ts';

/** Answers for the application itself: session, settings, connection and outbox. */
export function appMethods(
  state: FakeState,
): FakeMethodsOf<'app' | 'session' | 'settings' | 'connection' | 'commands' | 'outbox' | 'signals'> {
  const { now, pending, refused, empty } = state.options;
  let askedPersonas = 0;
  const entries = Array.from({ length: pending + refused }, (_, i) =>
    makeOutboxEntry({
      id: `cmd-${i}`,
      type: i % 2 === 0 ? 'inventory.adjust' : 'chat.send_message',
      state: i < refused ? 'refused' : 'queued',
      createdAt: now - 60_000 * (i + 1),
      attempts: 1,
      error: i < refused ? { code: 'insufficient_stock', message: 'only 2 available', field: null } : null,
    }),
  );
  return {
    'app.info': () => ({
      version: '0.1.0',
      host: 'browser',
      platform: 'linux',
      profile: 'default',
      demo: true,
    }),
    'app.ping': () => ({ at: now }),
    'app.set_visible': () => ({}),
    'app.diagnostics': () => ({
      cachedEvents: 148_213,
      cacheBytes: 61_400_000,
      refusedEvents: 0,
      newerEvents: 0,
      duplicateEvents: 12,
      appliedEvents: 2311,
      outboxPending: pending,
      cursors: { inventory: 48_213, orders: 48_210, chat: 48_201 },
      quarantined: null,
      quarantinedOutbox: null,
      loopDelay: { p99: 3.2, longest: 14.5 },
    }),
    'session.state': () => state.session,
    'session.personas': () => {
      askedPersonas += 1;
      if (askedPersonas <= state.options.personaFailures)
        return new Refusal('unavailable', 'The server does not answer.');
      return {
        personas: empty
          ? []
          : [
              { username: 'sam', name: 'Sam Okafor', role: 'agent' },
              { username: 'mara', name: 'Mara Lindqvist', role: 'manager' },
              { username: 'ada', name: 'Ada Brandt', role: 'admin' },
            ],
      };
    },
    'session.sign_in': () => new Refusal('unauthenticated', 'wrong'),
    'session.sign_in_persona': () => state.signIn(),
    'session.sign_out': () => state.signOut(),
    'session.change_password': ({ current }) =>
      current === 'wrong' ? new Refusal('invalid', 'The current password is wrong.') : {},
    'settings.get': () => state.settings,
    'settings.set': (input) => state.set(input),
    'connection.status': () => state.status,
    'connection.refresh': () => state.status,
    'connection.pause': () => state.setConnection('paused'),
    'connection.resume': () => state.setConnection('live'),
    'connection.dismiss_notice': () => ({}),
    'commands.outbox': () => ({ entries }),
    'outbox.page': () => ({ rows: entries, next: null }),
    'outbox.typed': () => ({ rows: [], next: null }),
    'outbox.counts': () => ({
      ...{ waiting: pending, refused, discarded: 0, typed: 0 },
      ...{ kinds: [{ kind: 'chat', count: pending }], typedKinds: [] },
    }),
    'outbox.discard': ({ ids }) => ({ count: ids?.length ?? refused }),
    'outbox.restore': () => ({}),
    'commands.submit': ({ id, type, data }) => makeOutboxEntry({ id, type, data, createdAt: now }),
    'commands.retry': ({ newId }) => makeOutboxEntry({ id: newId, createdAt: now }),
    'commands.edit': ({ id, data }) => makeOutboxEntry({ id, data, createdAt: now }),
    'commands.discard': () => ({}),
    'signals.typing': () => ({}),
    'signals.viewing': () => ({}),
  };
}
