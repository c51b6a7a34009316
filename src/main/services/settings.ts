import { join } from 'node:path';
import type { BridgeResult, MethodInput } from '#shared/bridge/index.ts';
import { Settings } from '#shared/bridge/settings.ts';
import { ok } from '#shared/domain/result.ts';
import type { HostPorts } from '../ports.ts';
import { refuse } from '../rpc/checks.ts';
import { openJsonFile } from './json-file.ts';

/** Where a gateway listens unless it was told otherwise. */
const DEFAULT_SERVER = 'http://127.0.0.1:3002';

const DEFAULTS: Settings = {
  server: DEFAULT_SERVER,
  realtime: true,
  theme: 'system',
  language: 'system',
  notifications: true,
};

/** Keys a later version added get their default; what is wrong is not guessed at. */
const StoredSettings = Settings.partial().transform((stored): Settings => {
  const known = Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...known };
});

export interface SettingsService {
  get(): Settings;
  /** Changes the named settings. Errors: `invalid` with field `server`, `unavailable` when they cannot be kept. */
  set(change: MethodInput<'settings.set'>): Promise<BridgeResult<Settings>>;
  onChange(listener: (settings: Settings, before: Settings) => void): () => void;
  dispose(): Promise<void>;
}

/** A server's address as its origin; null for what is not an http(s) address without path, query and credentials. */
export function serverOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null;
}

/** Opens the profile's settings. `server`, where given, replaces the one kept. */
export async function openSettings(ports: HostPorts, server: string | undefined): Promise<SettingsService> {
  const listeners = new Set<(settings: Settings, before: Settings) => void>();
  const file = await openJsonFile<Settings>({
    path: join(ports.paths.data, 'settings.json'),
    schema: StoredSettings,
    defaults: () => DEFAULTS,
    logger: ports.logger,
    clock: ports.clock,
  });
  if (server !== undefined && server !== file.get().server) await file.set({ ...file.get(), server });

  return {
    get: () => file.get(),
    async set(change) {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (change.server !== undefined) {
        const origin = serverOrigin(change.server);
        if (origin === null)
          return refuse('invalid', 'A server address looks like https://shop.example.com.', 'server');
        named['server'] = origin;
      }
      const before = file.get();
      const next: Settings = { ...before, ...named };
      try {
        await file.set(next);
      } catch {
        ports.logger.error({ module: 'settings' }, 'settings could not be written');
        for (const listener of [...listeners]) listener(next, before);
        return refuse('unavailable', 'The settings hold for now, but could not be saved.');
      }
      for (const listener of [...listeners]) listener(next, before);
      return ok(next);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    dispose: () => file.flush(),
  };
}
