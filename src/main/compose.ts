import { v7 as uuidv7 } from 'uuid';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { choiceOf } from '#shared/domain/alert-delivery.ts';
import type { AwayCause } from '#shared/domain/assignment.ts';
import { type Language, resolveLanguage } from '#shared/text/language.ts';
import type { Engine, EngineOptions } from './engine/api/engine.ts';
import { methodHandlers, type Parts, streamHandlers } from './handlers.ts';
import type { HostPorts } from './ports.ts';
import { createRouter, type Router } from './rpc/router.ts';
import { AutoAway } from './services/auto-away.ts';
import { openDeviceId } from './services/device.ts';
import { createGatewayAudit } from './services/gateway-audit.ts';
import { createGatewayAuth, type GatewayAuth } from './services/gateway-auth.ts';
import { createGatewayImports } from './services/gateway-imports.ts';
import { createGatewayRetention } from './services/gateway-retention.ts';
import { createGatewayRooms } from './services/gateway-rooms.ts';
import { NotificationsService } from './services/notifications.ts';
import { openSettings } from './services/settings.ts';
import { openSignIn } from './services/sign-in.ts';
import type { SignInService } from './services/sign-in-service.ts';
import { Summaries, type SummaryUser } from './services/summaries/index.ts';
import { createTexts } from './services/texts.ts';
import { Visibility } from './services/visibility.ts';

/** How a console is started. */
export interface ConsoleOptions {
  /** An origin that replaces the server in the settings. */
  readonly server?: string;
  readonly profile: string;
  readonly version: string;
  readonly demo?: boolean;
}

/** The parts of the console besides its host, so that tests can replace them. */
export interface ConsoleParts {
  readonly createEngine: (ports: HostPorts, options: EngineOptions) => Engine;
  readonly auth?: GatewayAuth;
}

/** A running console. */
export interface Console {
  readonly router: Router;
  readonly signIn: SignInService;
  /** Resolves once the last sign-in has been restored, or could not be. Pages are served before. */
  readonly restored: Promise<void>;
  /** The language of what main itself shows. */
  language(): Language;
  /** Calls `listener` when the language may have changed. Returns an unsubscribe function. */
  onLanguage(listener: () => void): () => void;
  /** Shuts everything down in order; nothing runs afterwards. */
  dispose(): Promise<void>;
}

/** Wires up the console and begins to restore the last sign-in; see `restored`. */
export async function composeConsole(
  ports: HostPorts,
  options: ConsoleOptions,
  parts: ConsoleParts,
): Promise<Console> {
  const settings = await openSettings(ports, options.server);
  const auth = parts.auth ?? createGatewayAuth(`Quayside ${options.version} (${process.platform})`);
  const audit = createGatewayAudit();
  const imports = createGatewayImports();
  const rooms = createGatewayRooms();
  const retention = createGatewayRetention();
  const deviceId = await openDeviceId(ports);

  const engine = parts.createEngine(ports, {
    dataDir: ports.paths.data,
    clientVersion: options.version,
    deviceId,
    freshToken: () => signIn.freshToken(),
    onOpening: (progress) => signIn.opening(progress),
    onWelcome: (welcome) => signIn.applyWelcome(welcome),
  });
  const enter = async (to: Parameters<Engine['open']>[0]): Promise<BridgeResult<unknown>> =>
    engine.open(to, { realtime: settings.get().realtime });
  const signIn: SignInService = await openSignIn({
    ports,
    auth,
    server: () => settings.get().server,
    enter,
    leave: () => engine.close(),
  });

  const visibility = new Visibility((visible) => engine.setVisible(visible));
  engine.setVisible(false);
  const autoAway = new AutoAway({
    clock: ports.clock,
    power: ports.power,
    idleAfterMs: () => settings.get().awayAfterMinutes * 60_000,
    report: (cause) => reportAway({ engine, signIn }, cause),
  });
  const language = (): Language => resolveLanguage(settings.get().language, [ports.locale()]);
  const texts = createTexts();
  const summaries = await Summaries.open({
    dataDir: ports.paths.data,
    clock: ports.clock,
    logger: ports.logger,
    engine,
    user: () => summaryUser(signIn),
    language,
    words: (of) => texts.summary(of),
  });
  const composed: Parts = {
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
    info: { version: options.version, profile: options.profile, demo: options.demo ?? false },
  };
  const router = createRouter({
    methods: methodHandlers(composed),
    streams: streamHandlers(composed),
    access: () => signIn.access(),
    logger: ports.logger,
    // A new page counts as visible until it reports otherwise.
    onConnect: ({ clientId }) => visibility.set(clientId, true),
    onGone: ({ clientId }) => visibility.remove(clientId),
  });
  const notifications = new NotificationsService({
    engine,
    notifier: ports.notifier,
    texts,
    language,
    wanted: () => settings.get().notifications,
    choice: () => settings.get().notify,
    delivery: () => choiceOf(settings.get().alertDelivery, signIn.state().user?.id ?? null),
    watched: () => ports.focused(),
  });

  const unsubscribe = [
    signIn.onChange(() => router.accessChanged()),
    settings.onChange((now, before) => {
      if (now.realtime === before.realtime || !signIn.access().signedIn) return;
      void (now.realtime ? engine.resume() : engine.pause());
    }),
    ports.power.onWake(() => engine.wake()),
  ];
  notifications.start();
  autoAway.start();
  summaries.start();
  const restored = signIn.resume();

  return {
    router,
    signIn,
    restored,
    language,
    onLanguage: (listener) => settings.onChange(() => listener()),
    async dispose() {
      for (const stop of unsubscribe) stop();
      notifications.dispose();
      autoAway.dispose();
      router.dispose();
      await summaries.dispose();
      auth.dispose();
      audit.dispose();
      imports.dispose();
      rooms.dispose();
      retention.dispose();
      await signIn.dispose();
      await settings.dispose();
      await engine.dispose();
    },
  };
}

/** The user whose summaries are written: somebody who is signed in, and may see what they tell. */
function summaryUser(signIn: SignInService): SummaryUser | null {
  const { signedIn, permissions } = signIn.access();
  const { user, server, timeZone } = signIn.state();
  const allowed = permissions.has('payments:read') && permissions.has('orders:read');
  if (!signedIn || user === null || !allowed) return null;
  return { server, userId: user.id, username: user.username, timeZone };
}

/** Tells the gateway that the user has left. Returns whether it knows, or need not know. */
async function reportAway(
  { engine, signIn }: { readonly engine: Engine; readonly signIn: SignInService },
  cause: AwayCause,
): Promise<boolean> {
  const { signedIn, permissions } = signIn.access();
  if (!signedIn || signIn.review || !permissions.has('assignment:write')) return true;
  const sent = await engine.submit({ id: uuidv7(), type: 'assignment.report_away', data: { cause } });
  // What the gateway refuses once, it refuses again.
  return sent.ok || sent.error.code !== 'unavailable';
}
