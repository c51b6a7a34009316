import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepId } from '#shared/domain/bulk-run.ts';
import {
  continued,
  FRESH_MS,
  goesOn,
  isOver,
  MacroRun,
  type StepOutcome,
  stepOf,
} from '#shared/domain/macro-run.ts';
import type { MacroAction } from '#shared/domain/macros.ts';
import type { Resolved } from './resolve.ts';
import { prepareRun, type RunPorts, runSteps } from './run-macro.ts';

const RUN_ID = '01980000-0000-7000-8000-000000000001';
const OTHER_ID = '01980000-0000-7000-8000-0000000000ff';
const place = { conversationId: 'c', userId: 'me', now: 0, timeZone: 'UTC' };
const text = (open: Resolved['open'] = []): Resolved => ({
  text: 'Hello',
  open,
  figures: [],
  stock: [],
  asOf: { seq: 1, at: 1 },
});
const preparing = (resolved = text()) => {
  let made = 0;
  return {
    resolve: (replyId: string) =>
      replyId === 'gone' ? Promise.reject(new Error('gone')) : Promise.resolve(resolved),
    sayFailure: () => () => 'failed',
    newId: () => `m${made++}`,
  };
};
const ACTIONS: readonly MacroAction[] = [
  { kind: 'assign_me' },
  { kind: 'send_reply', replyId: 'r' },
  { kind: 'insert_reply', replyId: 'r' },
  { kind: 'add_label', label: 'late' },
  { kind: 'set_status', status: 'resolved' },
];

async function begun(actions = ACTIONS): Promise<MacroRun> {
  const prepared = await prepareRun(actions, place, preparing());
  if (prepared.kind !== 'steps') throw new Error('The macro could not be prepared.');
  const { steps } = prepared;
  const fields = { id: RUN_ID, name: 'Close', conversationId: 'c', startedAt: 0, steps };
  return MacroRun.parse({ ...fields, next: 0, waiting: 0, stopped: null });
}

/** A console on which a run can be broken off: what is kept and what the server has survive, nothing else does. */
class Crash extends Error {}
class Machine {
  kept: MacroRun | null = null;
  readonly applied = new Map<string, string>();
  readonly composer = new Set<string>();
  readonly order: string[] = [];
  refuse: string | null = null;
  /** The number of points that are passed before the console dies. */
  left = Number.POSITIVE_INFINITY;
  sends = 0;

  #point(): void {
    if (this.left-- <= 0) throw new Crash();
  }

  readonly ports: RunPorts = {
    keep: async (run) => {
      this.#point();
      this.kept = MacroRun.parse(JSON.parse(JSON.stringify(run)));
      this.#point();
    },
    send: async (id, type, data) => {
      this.#point();
      this.sends++;
      if (type === this.refuse) return { kind: 'refused', refusal: { code: 'conflict', message: 'No.' } };
      const content = JSON.stringify([type, data]);
      const known = this.applied.get(id);
      if (known === undefined) this.order.push(type);
      else if (known !== content) throw new Error('The same id has other content.');
      this.applied.set(id, content);
      this.#point();
      return { kind: 'accepted' };
    },
    insert: async (_conversationId, replyId) => {
      this.#point();
      if (!this.composer.has(replyId)) this.order.push('insert');
      this.composer.add(replyId);
      this.#point();
      return { kind: 'accepted' };
    },
  };

  run(run: MacroRun): Promise<MacroRun> {
    return runSteps(run, this.ports, new AbortController().signal);
  }
}
const DONE = ['chat.assign', 'chat.send_message', 'insert', 'chat.set_labels', 'chat.set_status'];

describe('a macro', () => {
  it('does its actions in order, each once', async () => {
    const machine = new Machine();
    const over = await machine.run(await begun());
    expect(isOver(over)).toBe(true);
    expect(over.waiting).toBe(0);
    expect(machine.order).toEqual(DONE);
  });

  it('goes on where it was after each point at which it can break off, and doubles nothing', async () => {
    const points = 4 * ACTIONS.length;
    for (let dies = 0; dies < points; dies++) {
      const machine = new Machine();
      machine.left = dies;
      const run = await begun();
      await expect(machine.run(run)).rejects.toThrow(Crash);
      machine.left = Number.POSITIVE_INFINITY;
      // Before the first step was kept, nothing was done, and nothing goes on.
      if (machine.kept === null) expect(machine.order).toEqual([]);
      const over = await machine.run(machine.kept ?? run);
      expect(isOver(over)).toBe(true);
      expect(machine.order, `broken off at ${dies}`).toEqual(DONE);
      expect(machine.applied.size).toBe(4);
    }
  });

  it('survives any number of crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }), async (deaths) => {
        const machine = new Machine();
        const run = await begun();
        for (const left of deaths) {
          machine.left = left;
          await machine.run(machine.kept ?? run).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
        }
        machine.left = Number.POSITIVE_INFINITY;
        await machine.run(machine.kept ?? run);
        expect(machine.order).toEqual(DONE);
      }),
    );
  });

  it('stops at a refused step, and goes on from it under another id when asked to', async () => {
    const machine = new Machine();
    machine.refuse = 'chat.set_labels';
    const stopped = await machine.run(await begun());
    expect(stopped).toMatchObject({ next: 3, stopped: { code: 'conflict', message: 'No.' } });
    expect(machine.order).toEqual(DONE.slice(0, 3));
    // Nothing goes on by itself.
    expect(await machine.run(stopped)).toBe(stopped);
    machine.refuse = null;
    const over = await machine.run(continued(stopped, OTHER_ID, 5));
    expect(isOver(over)).toBe(true);
    expect(machine.order).toEqual(DONE);
    expect([...machine.applied.keys()].slice(2)).toEqual([stepId(OTHER_ID, 3), stepId(OTHER_ID, 4)]);
  });

  it('queues everything in order where no answer comes', async () => {
    const waits: StepOutcome = { kind: 'waits' };
    const sent: string[] = [];
    const machine = new Machine();
    const ports: RunPorts = {
      ...machine.ports,
      send: async (_, type) => {
        sent.push(type);
        return waits;
      },
    };
    const over = await runSteps(await begun(), ports, new AbortController().signal);
    expect(over).toMatchObject({ waiting: 4, stopped: null });
    expect(sent).toEqual(DONE.filter((one) => one !== 'insert'));
  });

  it('ends between two steps with the user, and leaves the step as it was begun', async () => {
    const machine = new Machine();
    const control = new AbortController();
    const ports: RunPorts = {
      ...machine.ports,
      send: async (...step) => {
        control.abort();
        return machine.ports.send(...step);
      },
    };
    const left = await runSteps(await begun(), ports, control.signal);
    expect(left).toMatchObject({ next: 0, stopped: null });
    expect(machine.order).toEqual(['chat.assign']);
    await machine.run(left);
    expect(machine.order).toEqual(DONE);
  });

  it('does nothing where a text has an open variable or is gone', async () => {
    const open = text([{ source: '{{order.id}}', problem: 'no_order' }]);
    expect(await prepareRun(ACTIONS, place, preparing(open))).toMatchObject({ kind: 'stopped', at: 1 });
    const actions: MacroAction[] = [{ kind: 'assign_me' }, { kind: 'write_note', replyId: 'gone' }];
    expect(await prepareRun(actions, place, preparing())).toMatchObject({ kind: 'stopped', at: 1 });
    // The composer asks for what is open in a text that is only inserted.
    const inserts: MacroAction[] = [{ kind: 'insert_reply', replyId: 'r' }];
    expect(await prepareRun(inserts, place, preparing(open))).toMatchObject({ kind: 'steps' });
  });

  it('writes notes as notes', async () => {
    const prepared = await prepareRun([{ kind: 'write_note', replyId: 'r' }], place, preparing());
    expect(prepared).toMatchObject({
      steps: [{ command: { type: 'chat.send_message', data: { kind: 'note', body: 'Hello' } } }],
    });
  });

  it('is asked about after an hour, and names the command of a step', async () => {
    const run = await begun();
    expect(goesOn(run, FRESH_MS - 1)).toBe(true);
    expect(goesOn(run, FRESH_MS)).toBe(false);
    expect(goesOn({ ...run, startedAt: 10 * FRESH_MS }, 0)).toBe(true);
    expect(stepOf([run], stepId(RUN_ID, 3))).toEqual({ run, step: 3 });
    expect(stepOf([run], OTHER_ID)).toBeNull();
  });
});
