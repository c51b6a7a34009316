import type { BridgeResult } from '#shared/bridge/index.ts';
import type { Engine, EngineOptions } from './engine/api/engine.ts';
import { methodHandlers, type Parts, streamHandlers } from './handlers.ts';
import type { HostPorts } from './ports.ts';
import { createRouter, type Router } from './rpc/router.ts';
import { openDeviceId } from './services/device.ts';
import { createGatewayAuth, type GatewayAuth } from './services/gateway-auth.ts';
import { NotificationsService } from './services/notifications.ts';
import { openSession, type SessionService } from './services/session.ts';
import { openSettings } from './services/settings.ts';
import { Visibility } from './services/visibility.ts';

export interface ConsoleOptions {
  /** Replaces the server kept in the settings; an origin. */
  readonly server?: string;
  readonly profile: string;
  readonly version: string;
  readonly demo?: boolean;
}

/** What the console is made of besides its host; tests put their own in place. */
export interface ConsoleParts {
  readonly createEngine: (ports: HostPorts, options: EngineOptions) => Engine;
  readonly auth?: GatewayAuth;
}

export interface Console {
  readonly router: Router;
  readonly session: SessionService;
  /** Ends everything in order; nothing of the console runs afterwards. */
  dispose(): Promise<void>;
}

/** Puts the console together, and takes up the last session. */
export async function composeConsole(
  ports: HostPorts,
  options: ConsoleOptions,
  parts: ConsoleParts,
): Promise<Console> {
  const settings = await openSettings(ports, options.server);
  const auth = parts.auth ?? createGatewayAuth();
  const deviceId = await openDeviceId(ports);

  const engine = parts.createEngine(ports, {
    dataDir: ports.paths.data,
    clientVersion: options.version,
    deviceId,
    freshToken: () => session.freshToken(),
    onWelcome: (welcome) => session.welcome(welcome),
  });
  const enter = async (to: Parameters<Engine['open']>[0]): Promise<BridgeResult<unknown>> =>
    engine.open(to, { realtime: settings.get().realtime });
  const session: SessionService = await openSession({
    ports,
    auth,
    server: () => settings.get().server,
    enter,
    leave: () => engine.close(),
  });

  const visibility = new Visibility((visible) => engine.setVisible(visible));
  engine.setVisible(false);
  const composed: Parts = {
    ports,
    engine,
    session,
    settings,
    visibility,
    info: { version: options.version, profile: options.profile, demo: options.demo ?? false },
  };
  const router = createRouter({
    methods: methodHandlers(composed),
    streams: streamHandlers(composed),
    access: () => session.access(),
    logger: ports.logger,
    // A page counts as seen until it says otherwise.
    onConnect: ({ clientId }) => visibility.set(clientId, true),
    onGone: ({ clientId }) => visibility.gone(clientId),
  });
  const notifications = new NotificationsService({
    engine,
    notifier: ports.notifier,
    wanted: () => settings.get().notifications,
    watched: () => visibility.visible,
  });

  const listening = [
    session.onChange(() => router.accessChanged()),
    settings.onChange((now, before) => {
      if (now.realtime === before.realtime || !session.access().signedIn) return;
      void (now.realtime ? engine.resume() : engine.pause());
    }),
    ports.power.onWake(() => engine.wake()),
  ];
  notifications.start();
  await session.start();

  return {
    router,
    session,
    async dispose() {
      for (const stop of listening) stop();
      notifications.dispose();
      router.dispose();
      auth.dispose();
      await session.dispose();
      await settings.dispose();
      await engine.dispose();
    },
  };
}
