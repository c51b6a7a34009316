import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamItem } from '#shared/bridge/index.ts';
import type { Engine, EngineOptions, EngineStream } from '../../src/main/engine/api/engine.ts';
import { createEngine } from '../../src/main/engine/client/client.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';
import { systemClock } from '../../src/main/system-clock.ts';
import { type RecordedLog, recordLog } from './console.ts';
import { sourceWorkers } from './workers.ts';

/** An engine over its own folder, with the newest item of each stream at hand. */
export interface TestEngine {
  readonly engine: Engine;
  readonly dir: string;
  readonly log: RecordedLog;
  /** Every item of a stream since it was first asked for. */
  watch<S extends EngineStream>(name: S, input?: unknown): StreamItem<S>[];
  /** Waits for a fact, looking again whenever the engine says something (and every 20 ms, for facts elsewhere). */
  until(what: string, holds: () => boolean | Promise<boolean>, ms?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface TestEngineOptions {
  readonly dir?: string;
  readonly workers?: WorkerFactory;
  readonly freshToken?: EngineOptions['freshToken'];
}

export function startTestEngine(options: TestEngineOptions = {}): TestEngine {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'quayside-engine-'));
  const log = recordLog();
  const engine = createEngine(
    { clock: systemClock, logger: log, workers: options.workers ?? sourceWorkers },
    {
      dataDir: dir,
      clientVersion: '0.0.0',
      deviceId: 'test-device',
      freshToken: options.freshToken ?? (async () => null),
      onWelcome() {},
    },
  );
  return {
    engine,
    dir,
    log,
    watch(name, input = {}) {
      const items: StreamItem<typeof name>[] = [];
      // The tests say what each stream takes.
      engine.watch(name, input as never, async (item) => {
        items.push(item);
      });
      return items;
    },
    async until(what, holds, ms = 15_000) {
      const end = Date.now() + ms;
      while (!(await holds())) {
        if (Date.now() > end) {
          throw new Error(
            `waited in vain for ${what}; status ${JSON.stringify(engine.status())}; log ${JSON.stringify(log.lines.slice(-5))}`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      await engine.dispose();
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}
