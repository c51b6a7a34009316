import { ok } from '#shared/domain/result.ts';
import type { Engine, EngineAccount } from '../../src/main/engine/api/engine.ts';
import { refuse } from '../../src/main/rpc/checks.ts';
import { makeOutboxEntry } from './make/command.ts';
import { makeConnectionStatus } from './make/connection.ts';

/** The status a fake engine starts with. */
export const offlineStatus = makeConnectionStatus({ state: 'offline' });

/** A fake engine with a record of its calls. */
export interface FakeEngine extends Engine {
  /** The names of all calls that could have an effect. */
  readonly effects: string[];
  readonly opened: EngineAccount[];
  closed: number;
  visible: boolean | null;
  disposed: boolean;
  /** Sends an item to every watcher of a stream. Resolves when all have taken it. */
  emit(name: string, item: unknown): Promise<void>;
  watchers(name: string): number;
  /** Whether `open` fails. */
  refuseOpen: boolean;
}

/** Creates an engine without a worker. It records calls and streams the items that a test emits. */
export function createFakeEngine(): FakeEngine {
  const sinks = new Map<string, Set<(item: never) => Promise<void>>>();
  const effects: string[] = [];
  const effect = (name: string): void => {
    effects.push(name);
  };
  const nothing = refuse('unknown_route', {});
  return {
    effects,
    opened: [],
    closed: 0,
    visible: null,
    disposed: false,
    refuseOpen: false,
    async open(account) {
      if (this.refuseOpen) return refuse('settings_not_saved', {});
      this.opened.push(account);
      return ok({ quarantined: null });
    },
    async close() {
      this.closed += 1;
    },
    status: () => offlineStatus,
    now: () => Date.now(),
    async files(method) {
      effect(method);
      return nothing;
    },
    async pause() {
      effect('pause');
      return { ...offlineStatus, state: 'paused' };
    },
    async resume() {
      effect('resume');
      return offlineStatus;
    },
    async refresh() {
      effect('refresh');
      return offlineStatus;
    },
    wake: () => effect('wake'),
    dismissNotice: () => effect('dismissNotice'),
    async submit(command) {
      effect('submit');
      return ok(makeOutboxEntry({ id: command.id, type: command.type, data: command.data }));
    },
    async retry() {
      effect('retry');
      return nothing;
    },
    async edit() {
      effect('edit');
      return nothing;
    },
    async discard() {
      effect('discard');
      return nothing;
    },
    async discardLater() {
      effect('discardLater');
      return ok({ count: 0 });
    },
    async restore() {
      effect('restore');
      return ok({});
    },
    async saveDraft() {
      effect('saveDraft');
      return ok({});
    },
    async saveForm() {
      effect('saveForm');
      return ok({});
    },
    async tell() {
      effect('tell');
      return nothing;
    },
    async markRead() {
      effect('markRead');
      return ok({});
    },
    figures: async () => ok({ report: null }),
    diagnostics: async () => nothing,
    sendSignal: () => effect('sendSignal'),
    read: async () => nothing,
    setVisible(visible) {
      this.visible = visible;
    },
    watch(name, _input, sink) {
      const set = sinks.get(name) ?? new Set();
      sinks.set(name, set);
      set.add(sink);
      return () => {
        set.delete(sink);
      };
    },
    async dispose() {
      this.disposed = true;
    },
    async emit(name, item) {
      await Promise.all([...(sinks.get(name) ?? [])].map((sink) => sink(item as never)));
    },
    watchers: (name) => sinks.get(name)?.size ?? 0,
  };
}
