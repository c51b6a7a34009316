import { join } from 'node:path';
import type { BridgeResult, MethodInput } from '#shared/bridge/index.ts';
import { Settings } from '#shared/bridge/settings.ts';
import { EmojiChoices } from '#shared/domain/emoji.ts';
import { ok } from '#shared/domain/result.ts';
import { ShortcutChoices } from '#shared/domain/shortcuts.ts';
import type { HostPorts } from '../ports.ts';
import { refuse } from '../rpc/checks.ts';
import { openJsonFile } from './json-file.ts';

/** The gateway's default address. */
const DEFAULT_SERVER = 'http://127.0.0.1:3002';

const DEFAULTS: Settings = {
  server: DEFAULT_SERVER,
  realtime: true,
  theme: 'system',
  language: 'system',
  notifications: true,
  firstStepsDone: [],
  awayAfterMinutes: 5,
  notify: 'all',
  shortcuts: [],
  emoji: [],
  alertDelivery: [],
};

/** Missing keys get their default, so that a newer version can add some. Wrong values make the whole file unreadable. */
const StoredSettings = Settings.extend({
  // A convenience must not cost the address of the server: what cannot be read of it is left out.
  shortcuts: ShortcutChoices.catch([]),
  emoji: EmojiChoices.catch([]),
})
  .partial()
  .transform((stored): Settings => {
    const known = Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined));
    return { ...DEFAULTS, ...known };
  });

/** The settings of a profile. */
export interface SettingsService {
  get(): Settings;
  /** Changes the given settings. Errors: `invalid` with field `server`, `unavailable` if they could not be saved. */
  set(change: MethodInput<'settings.set'>): Promise<BridgeResult<Settings>>;
  /** Calls `listener` on every change. Returns an unsubscribe function. */
  onChange(listener: (settings: Settings, before: Settings) => void): () => void;
  dispose(): Promise<void>;
}

/** Returns the origin of a server address, or null if it is not http(s) or has a path, query or credentials. */
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

/** Opens the profile's settings. `server`, if given, replaces the saved one. */
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
        if (origin === null) return refuse('server_address', {}, { field: 'server' });
        named['server'] = origin;
      }
      const before = file.get();
      const next: Settings = { ...before, ...named };
      try {
        await file.set(next);
      } catch {
        ports.logger.error({ module: 'settings' }, 'the settings could not be saved');
        for (const listener of [...listeners]) listener(next, before);
        return refuse('settings_not_saved', {});
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
