import type { attachmentMethods } from '#shared/bridge/attachments.ts';
import { type BridgeResult, type MethodInput, READ_NAMES, type ReadName } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import { commandDefinition } from '#shared/protocol/commands/index.ts';
import type { Engine } from './engine/api/engine.ts';
import type { HostPorts } from './ports.ts';
import { NOTHING, refuse } from './rpc/checks.ts';
import type { MethodHandler, MethodHandlers, StreamHandlers } from './rpc/types.ts';
import type { AutoAway } from './services/auto-away.ts';
import type { GatewayAudit } from './services/gateway-audit.ts';
import type { GatewayAuth } from './services/gateway-auth.ts';
import type { GatewayImports } from './services/gateway-imports.ts';
import type { GatewayRetention } from './services/gateway-retention.ts';
import type { GatewayRooms } from './services/gateway-rooms.ts';
import type { SettingsService } from './services/settings.ts';
import type { SignInService } from './services/sign-in-service.ts';
import type { Summaries } from './services/summaries/index.ts';
import type { Visibility } from './services/visibility.ts';

/** Lifetime of a typing signal, ms. */
const TYPING_MS = 6_000;
/** Lifetime of a viewing signal, ms. */
const VIEWING_MS = 25_000;

/** The parts of the console that handlers call. */
export interface Parts {
  readonly ports: HostPorts;
  readonly engine: Engine;
  readonly signIn: SignInService;
  readonly auth: GatewayAuth;
  readonly audit: GatewayAudit;
  readonly imports: GatewayImports;
  readonly rooms: GatewayRooms;
  readonly retention: GatewayRetention;
  readonly settings: SettingsService;
  readonly visibility: Visibility;
  readonly autoAway: Pick<AutoAway, 'active'>;
  readonly summaries: Pick<Summaries, 'list' | 'choose' | 'write' | 'load'>;
  readonly info: { readonly version: string; readonly profile: string; readonly demo: boolean };
}

/** Every read of the contract, answered by the engine's reader threads. */
function readHandlers(engine: Engine): Pick<MethodHandlers, ReadName> {
  const handler =
    <N extends ReadName>(name: N): MethodHandler<N> =>
    (input) =>
      engine.read(name, input);
  // `fromEntries` forgets which name goes with which handler; each is made from its own name.
  return Object.fromEntries(READ_NAMES.map((name) => [name, handler(name)])) as Pick<
    MethodHandlers,
    ReadName
  >;
}

/** Every method of the files of messages, answered by the engine's worker. */
function filesHandlers(engine: Engine): Pick<MethodHandlers, keyof typeof attachmentMethods> {
  return {
    'attachments.keep': (input) => engine.files('attachments.keep', input),
    'attachments.drafts': (input) => engine.files('attachments.drafts', input),
    'attachments.remove': (input) => engine.files('attachments.remove', input),
    'attachments.states': (input) => engine.files('attachments.states', input),
    'attachments.load': (input) => engine.files('attachments.load', input),
    'attachments.piece': (input) => engine.files('attachments.piece', input),
    'attachments.storage': (input) => engine.files('attachments.storage', input),
  };
}

/** Lets a change through only from a user with tokens: without them, nobody has shown who they are. */
function whenSignedIn<I, O>(
  signIn: SignInService,
  change: (input: I) => Promise<BridgeResult<O>>,
): (input: I) => BridgeResult<O> | Promise<BridgeResult<O>> {
  return (input) => (signIn.review ? refuse('review_only', {}) : change(input));
}

/** Returns a handler for every method. */
export function methodHandlers({
  ports,
  engine,
  signIn,
  auth,
  audit,
  imports,
  rooms,
  retention,
  settings,
  visibility,
  autoAway,
  summaries,
  info,
}: Parts): MethodHandlers {
  return {
    ...readHandlers(engine),
    'app.info': () => ok({ ...info, host: ports.host, platform: process.platform }),
    'app.ping': () => ok({ at: engine.now() }),
    'app.set_visible': ({ visible }, { clientId }) => {
      visibility.set(clientId, visible);
      return NOTHING;
    },
    'app.diagnostics': () => engine.diagnostics(),

    'session.state': () => ok(signIn.state()),
    'session.personas': () => signIn.personas(),
    'session.sign_in': ({ username, password }) => signIn.withPassword(username, password),
    'session.sign_in_persona': ({ username }) => signIn.asPersona(username),
    'session.change_password': async (change) => {
      const changed = await signIn.asUser((server, token) => auth.changePassword(server, token, change));
      if (changed.ok) await signIn.passwordChanged(change.password);
      return changed;
    },
    'session.sign_out': async () => ok(await signIn.signOut()),

    'settings.get': () => ok(settings.get()),
    'settings.set': async (change) => {
      const before = settings.get().server;
      const changed = await settings.set(change);
      if (settings.get().server !== before) await signIn.signOut();
      return changed;
    },

    'summaries.list': () => summaries.list(),
    'summaries.choose': (choice) => summaries.choose(choice),
    'summaries.write': (input) => summaries.write(input),
    'summaries.load': (input) => summaries.load(input),

    'connection.status': () => ok(engine.status()),
    'connection.pause': async () => {
      await settings.set({ realtime: false });
      return ok(await engine.pause());
    },
    'connection.resume': async () => {
      await settings.set({ realtime: true });
      return ok(await engine.resume());
    },
    'connection.refresh': async () => ok(await engine.refresh()),
    'connection.dismiss_notice': () => {
      engine.dismissNotice();
      return NOTHING;
    },

    'commands.submit': whenSignedIn(signIn, async (command: MethodInput<'commands.submit'>) => {
      const definition = commandDefinition(command.type);
      if (!definition) return refuse('unknown_command', { type: command.type }, { field: 'type' });
      const { permission } = definition;
      if (signIn.access().permissions.has(permission)) return engine.submit(command);
      return refuse('missing_permission', { permission }, { permission });
    }),
    'commands.retry': whenSignedIn(signIn, (input: MethodInput<'commands.retry'>) => engine.retry(input)),
    'commands.edit': whenSignedIn(signIn, (input: MethodInput<'commands.edit'>) => engine.edit(input)),
    'commands.discard': whenSignedIn(signIn, (input: MethodInput<'commands.discard'>) =>
      engine.discard(input),
    ),
    'outbox.discard': whenSignedIn(signIn, (input: MethodInput<'outbox.discard'>) =>
      engine.discardLater(input),
    ),
    'outbox.restore': whenSignedIn(signIn, (input: MethodInput<'outbox.restore'>) => engine.restore(input)),
    'signals.typing': ({ conversationId }) => {
      const { user } = signIn.state();
      const expiresAt = engine.now() + TYPING_MS;
      if (user)
        engine.sendSignal({ type: 'typing', conversationId, name: user.name, who: 'user', expiresAt });
      return NOTHING;
    },
    'signals.viewing': ({ conversationId, hasDraft, here }) => {
      const { user } = signIn.state();
      const expiresAt = here ? engine.now() + VIEWING_MS : 0;
      if (user) engine.sendSignal({ type: 'viewing', conversationId, name: user.name, hasDraft, expiresAt });
      return NOTHING;
    },

    'admin.sessions': ({ userId }) => signIn.asUser((server, token) => auth.sessions(server, token, userId)),
    'admin.api_key_uses': () => signIn.asUser((server, token) => auth.apiKeyUses(server, token)),
    'audit.list': (query) => signIn.asUser((server, token) => audit.list(server, token, query)),
    'imports.lines': (query) => signIn.asUser((server, token) => imports.lines(server, token, query)),
    'imports.movements': (query) => signIn.asUser((server, token) => imports.movements(server, token, query)),

    'rooms.find_private': (query) => signIn.asUser((server, token) => rooms.find(server, token, query)),
    'rooms.exported': (query) => signIn.asUser((server, token) => rooms.exported(server, token, query)),
    'rooms.exported_messages': (query) =>
      signIn.asUser((server, token) => rooms.messages(server, token, query)),

    ...filesHandlers(engine),
    'chat.retention': () => signIn.asUser((server, token) => retention.report(server, token)),
    'chat.save_draft': (input) => engine.saveDraft(input),
    'assignment.active': () => {
      autoAway.active();
      return NOTHING;
    },
    'forms.save': (input) => engine.saveForm(input),
    'notifications.mark_read': (input) => engine.markRead(input),
    'watchdog.figures': (input) => engine.figures(input),
  };
}

/** Returns a source for every stream. Streams of services start with the current value. */
export function streamHandlers({ engine, signIn, settings }: Parts): StreamHandlers {
  return {
    'connection.status': (input, sink) => engine.watch('connection.status', input, sink),
    'changes.notices': (input, sink) => engine.watch('changes.notices', input, sink),
    'outbox.changes': (input, sink) => engine.watch('outbox.changes', input, sink),
    'notifications.toasts': (input, sink) => engine.watch('notifications.toasts', input, sink),
    'signals.received': (input, sink) => engine.watch('signals.received', input, sink),
    'live.figures': (input, sink) => engine.watch('live.figures', input, sink),
    // The router keeps only the newest waiting item, so there is no need to await it.
    'session.state': (_input, sink) => {
      void sink(signIn.state());
      return signIn.onChange((state) => void sink(state));
    },
    'settings.changed': (_input, sink) => {
      void sink(settings.get());
      return settings.onChange((value) => void sink(value));
    },
  };
}
