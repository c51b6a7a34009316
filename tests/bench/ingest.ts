import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { io } from 'socket.io-client';
import { z } from 'zod';
import { EventsMessage, MAX_OUTSTANDING_BATCHES } from '#shared/protocol/messages.ts';
import { channelsFor, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { traceStatements } from '../../src/main/engine/store/sql.ts';
import { createStoreWriter } from '../../src/main/engine/store/writer.ts';
import { CACHE_SCHEMA, openCache } from '../../src/main/engine/threads/cache.ts';
import { temporaryFolder } from '../support/folders.ts';
import { median, note, report, rounded } from './lib/report.ts';
import { BEFORE, EVENTS, sender } from './lib/sender.ts';

/**
 * Events a second that the console's engine takes from a gateway in another process: received, validated, applied with
 * projections, rollups, text index and cursor, acknowledged. Floor: the statements the same batches execute, recorded
 * from the same code and run bare on a database of their own, with nothing received, parsed or decided.
 */
const ROUNDS = Number(process.env['R'] ?? 3);
const permissions = ROLE_PERMISSIONS.manager;
const folder = temporaryFolder('ingest');

const Round = z.object({
  perSecond: z.number(),
  rssMb: z.number(),
  outstanding: z.number(),
  loops: z.object({ gatewayLoopP99Ms: z.number(), engineLoopP99Ms: z.number() }),
});

/** One round of the engine, in a process of its own. */
async function engineRun(round: number): Promise<z.infer<typeof Round>> {
  const child = fork(resolve(import.meta.dirname, 'lib/engine-server.ts'), [
    join(folder.path, `engine-${round}`),
  ]);
  const exited = once(child, 'exit');
  const answer = once(child, 'message').then(([message]) => Round.parse(message));
  const failed = exited.then(() => Promise.reject(new Error('the engine ended without a result')));
  const result = await Promise.race([answer, failed]);
  failed.catch(() => undefined);
  await exited;
  return result;
}

/** What the gateway sends, batch by batch, as a client receives it. */
async function record(): Promise<{
  readonly foundation: EventsMessage[];
  readonly batches: EventsMessage[];
}> {
  const gateway = await sender();
  const channels = channelsFor(permissions);
  const auth = {
    token: gateway.ready.token,
    protocol: PROTOCOL_VERSION,
    client: { name: 'bench', version: '0', deviceId: 'recorder' },
    cursors: Object.fromEntries(channels.map((name) => [name, gateway.ready.cursor])),
  };
  const socket = io(gateway.ready.url, { path: '/ws', transports: ['websocket'], reconnection: false, auth });
  let sink: EventsMessage[] = [];
  let last = 0;
  let wake = (): void => undefined;
  socket.on('events', (raw: unknown) => {
    const batch = EventsMessage.parse(raw);
    sink.push(batch);
    last = z.object({ seq: z.number() }).parse(batch.events.at(-1)).seq;
    socket.emit('ack', { batch: batch.batch });
    wake();
  });
  const upTo = async (seq: number): Promise<void> => {
    while (last < seq) await new Promise<void>((done) => (wake = done));
  };
  let caughtUp = 0;
  await new Promise<void>((done) => socket.on('caught_up', () => ++caughtUp === channels.length && done()));
  await gateway.commit('foundation');
  await upTo(gateway.ready.cursor.seq + BEFORE);
  const foundation = sink;
  sink = [];
  await gateway.commit('burst');
  await upTo(gateway.ready.cursor.seq + BEFORE + EVENTS);
  socket.disconnect();
  await gateway.end();
  return { foundation, batches: sink };
}

interface Step {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly how: 'run' | 'get' | 'all' | 'iterate';
}

function open(file: string): Database.Database {
  const opened = openCache({ file, userId: 'manager', now: Date.now });
  if (!opened.ok) throw new Error(opened.error.message);
  const { db } = opened.value.writer;
  return db;
}

/** The statements of the recorded batches run bare, in the groups they came in; also the writer alone, without a network. */
async function floorRun(
  round: number,
  recorded: Awaited<ReturnType<typeof record>>,
): Promise<{ bare: number; writer: number; statements: number }> {
  const traced = open(join(folder.path, `traced-${round}.db`));
  let steps: Step[] = [];
  traceStatements(traced, (text, params, how) => steps.push({ text, params: [...params], how }));
  const writer = createStoreWriter(traced, { ...CACHE_SCHEMA, userId: 'manager', now: Date.now });
  const bare = open(join(folder.path, `bare-${round}.db`));
  const prepared = new Map<string, Database.Statement>();
  const replay = (): number => {
    const run = steps.map((step) => {
      let statement = prepared.get(step.text);
      if (!statement) {
        statement = bare.prepare(step.text);
        prepared.set(step.text, statement);
      }
      return { statement, params: step.params, how: step.how };
    });
    steps = [];
    const started = performance.now();
    for (const { statement, params, how } of run) {
      if (how === 'run') statement.run(...params);
      else if (how === 'get') statement.get(...params);
      else statement.all(...params);
    }
    return performance.now() - started;
  };
  steps = [];
  for (const batch of recorded.foundation) {
    writer.apply(batch);
    replay();
  }
  let bareMs = 0;
  let statements = 0;
  let applied = 0;
  for (const batch of recorded.batches) {
    applied += writer.apply(batch).applied;
    statements += steps.length;
    bareMs += replay();
  }
  if (applied !== EVENTS) throw new Error(`${applied} of ${EVENTS} events applied`);
  writer.close();
  bare.close();
  const plain = openCache({
    file: join(folder.path, `writer-${round}.db`),
    userId: 'manager',
    now: Date.now,
  });
  if (!plain.ok) throw new Error(plain.error.message);
  for (const batch of recorded.foundation) plain.value.writer.apply(batch);
  const started = performance.now();
  for (const batch of recorded.batches) plain.value.writer.apply(batch);
  const writerMs = performance.now() - started;
  plain.value.writer.close();
  return { bare: (EVENTS / bareMs) * 1000, writer: (EVENTS / writerMs) * 1000, statements };
}

const recorded = await record();
const engine: number[] = [];
const floors: number[] = [];
const writers: number[] = [];
let rssMb = 0;
let gatewayLoopP99Ms = 0;
let engineLoopP99Ms = 0;
let outstanding = 0;
let statements = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const floor = await floorRun(round, recorded);
  floors.push(floor.bare);
  writers.push(floor.writer);
  statements = floor.statements;
  const run = await engineRun(round);
  engine.push(run.perSecond);
  rssMb = Math.max(rssMb, run.rssMb);
  gatewayLoopP99Ms = Math.max(gatewayLoopP99Ms, run.loops.gatewayLoopP99Ms);
  engineLoopP99Ms = Math.max(engineLoopP99Ms, run.loops.engineLoopP99Ms);
  outstanding = Math.max(outstanding, run.outstanding);
  note(
    `round ${round + 1}: engine ${rounded(run.perSecond)}/s, bare statements ${rounded(floor.bare)}/s, writer without network ${rounded(floor.writer)}/s`,
  );
}
folder.remove();
const value = rounded(median(engine));
const floor = rounded(median(floors));
report({
  bench: 'ingest',
  value,
  unit: 'events/s',
  floor,
  ratio: rounded(value / floor, 2),
  events: EVENTS,
  rounds: ROUNDS,
  writerAlone: rounded(median(writers)),
  statementsPerEvent: rounded(statements / EVENTS, 2),
  eventsPerBatch: rounded(EVENTS / recorded.batches.length, 1),
  mostOutstandingBatches: outstanding,
  outstandingBatchesAllowed: MAX_OUTSTANDING_BATCHES,
  engineMemoryMb: rounded(rssMb),
  gatewayLoopP99Ms,
  engineLoopP99Ms,
});
