import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Cursor } from '#shared/protocol/messages.ts';
import { foundation } from './events.ts';

const Ready = z.object({ url: z.string(), token: z.string(), cursor: Cursor });
const Started = z.object({ started: z.number() });
const METRIC = /^quayside_outstanding_batches_max (\d+)$/m;

/** Events measured. */
export const EVENTS = 120_000;
/** Events sent before, uncounted: the foundation, and enough of the mix for the code to be compiled. */
const WARM_UP = 20_000;
export const BEFORE = foundation(0).length + WARM_UP;

/** A gateway in a process of its own. */
export interface Sender {
  readonly ready: z.infer<typeof Ready>;
  /** Commits what comes before, or what is measured; ms on the shared clock at the commit. */
  commit(what: 'foundation' | 'burst'): Promise<number>;
  /** Most batches that were on their way without an acknowledgement, as the gateway saw it. */
  mostOutstanding(): Promise<number>;
  end(): Promise<void>;
}

/** Starts a gateway; resolves when it listens. */
export async function sender(): Promise<Sender> {
  const file = resolve(import.meta.dirname, 'fanout-server.ts');
  const child = fork(file, ['gateway', String(EVENTS), String(WARM_UP)]);
  const [message] = await once(child, 'message');
  const ready = Ready.parse(message);
  return {
    ready,
    async commit(what) {
      child.send(what);
      const [answer] = await once(child, 'message');
      return Started.parse(answer).started;
    },
    async mostOutstanding() {
      const answer = await fetch(new URL('/api/monitoring/metrics', ready.url));
      return Number(METRIC.exec(await answer.text())?.[1] ?? Number.NaN);
    },
    async end() {
      child.send('end');
      await once(child, 'exit');
    },
  };
}
