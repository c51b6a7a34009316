// A console's engine in a process of its own, on the sources beside this file: connects, answers reads, and ends.
import { z } from 'zod';
import { isReadName, METHODS } from '#shared/bridge/index.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { TestEngine } from '../support/engine.ts';

const Task = z.strictObject({
  server: z.string(),
  userId: z.string(),
  token: z.string(),
  /** The folder of the cache. */
  dir: z.string(),
  reads: z.array(z.strictObject({ name: z.string(), input: z.unknown() })),
});

const task = Task.parse(JSON.parse(process.argv[2] ?? '{}'));
const { server, userId, token, dir } = task;
const engine = new TestEngine({ dir, token: async () => token });
const opened = await engine.open({ server, userId, userName: 'Test', permissions: PERMISSIONS });
if (!opened.ok) throw new Error(opened.error.message);
await engine.untilLive();
const reads: unknown[] = [];
for (const { name, input } of task.reads) {
  if (!isReadName(name)) throw new Error(`There is no read ${name}.`);
  reads.push(await engine.engine.read(name, METHODS[name].input.parse(input)));
}
const { cursors, refusedEvents, newerEvents } = await engine.diagnostics();
const snapshots = engine.snapshots().map(({ channel }) => channel);
console.log(JSON.stringify({ reads, cursors, refusedEvents, newerEvents, snapshots }));
await engine.dispose();
