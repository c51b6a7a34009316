import { z } from 'zod';
import type { TreeCopy } from './tree-copy.ts';

/** The task of a console in a child process. */
export interface ConsoleTask {
  readonly server: string;
  readonly userId: string;
  readonly token: string;
  /** The folder of its cache. */
  readonly dir: string;
  readonly reads: readonly { readonly name: string; readonly input: object }[];
}

const Report = z.object({
  reads: z.array(z.object({ ok: z.literal(true), value: z.unknown() })),
  cursors: z.record(z.string(), z.number()),
  refusedEvents: z.int(),
  newerEvents: z.int(),
  /** The channels that a snapshot replaced. */
  snapshots: z.array(z.string()),
});

/** Runs the engine of a copy of the sources until it is live and has answered. Returns its answers and its counts. */
export async function runConsole(copy: TreeCopy, task: ConsoleTask): Promise<z.infer<typeof Report>> {
  const { code, output } = await copy.run('tests/integration/console-child.ts', [JSON.stringify(task)]);
  if (code !== 0) throw new Error(output);
  return Report.parse(JSON.parse(output));
}
