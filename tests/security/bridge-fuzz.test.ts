import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { METHODS, STREAMS } from '#shared/bridge/index.ts';
import { ErrorCode } from '#shared/protocol/errors.ts';
import { PageMessage } from '../../src/main/hosts/browser/wire.ts';
import { startTestHost, type TestHost } from '../support/console.ts';

/**
 * Sends malformed messages of every kind through the real socket, host and router. Together with protocol-fuzz.test.ts
 * these are 100,000 messages. QUAYSIDE_FUZZ_RUNS sets the number of cases in each; QUAYSIDE_FUZZ_SEED repeats a run.
 */
const RUNS = Number(process.env['QUAYSIDE_FUZZ_RUNS'] ?? 50_000);
const SEED = Number(process.env['QUAYSIDE_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const IN_FLIGHT = 200;

const Answer = z.union([
  z.object({
    t: z.literal('result'),
    id: z.int(),
    result: z.object({ ok: z.literal(false), error: z.object({ code: ErrorCode, message: z.string() }) }),
  }),
  z.object({
    t: z.literal('item'),
    id: z.int(),
    item: z.object({ ok: z.literal(false), error: z.object({ code: ErrorCode, message: z.string() }) }),
  }),
  z.object({
    t: z.literal('problem'),
    error: z.object({ code: ErrorCode, message: z.string(), field: z.string() }),
  }),
]);
type Answer = z.infer<typeof Answer>;

interface Case {
  readonly t: 'call' | 'open';
  readonly name: unknown;
  readonly input: unknown;
}

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    null,
    '',
    'x'.repeat(401),
    -1,
    1e308,
    2 ** 53,
    [],
    {},
    { $ne: null },
    '__proto__',
    '../../etc/passwd',
    "'; DROP TABLE events; --",
  ),
);

function keysOf(input: z.ZodType): string[] {
  return input instanceof z.ZodObject ? Object.keys(input.shape) : [];
}

/** Inputs that the contract of a method or stream refuses: arbitrary values, or its own fields with arbitrary values. */
function wrongInput(input: z.ZodType): fc.Arbitrary<unknown> {
  const known = keysOf(input);
  const fields = fc.dictionary(fc.constantFrom(...known, 'extra', '__proto__', 'constructor'), value);
  return fc.oneof(value, fields).filter((made) => !input.safeParse(JSON.parse(JSON.stringify(made))).success);
}

const contract = [
  ...Object.entries(METHODS).map(([name, { input }]) => ({ t: 'call' as const, name, input })),
  ...Object.entries(STREAMS).map(([name, { input }]) => ({ t: 'open' as const, name, input })),
];
const wrongName = fc.oneof(
  fc.string().filter((name) => !Object.hasOwn(METHODS, name) && !Object.hasOwn(STREAMS, name)),
  fc.constantFrom('constructor', '__proto__', 'toString', 'app', 'app.', 'APP.INFO', 'connection.status '),
  fc.jsonValue().filter((name) => typeof name !== 'string'),
);
const wrongCase: fc.Arbitrary<Case> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...contract)
      .chain(({ t, name, input }) => wrongInput(input).map((made) => ({ t, name, input: made }))),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      t: fc.constantFrom('call' as const, 'open' as const),
      name: wrongName,
      input: value,
    }),
  },
);
const wrongFrame = fc
  .oneof(
    fc.string(),
    fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      '{"t":"call"}',
      '{"t":"call","id":-1}',
      '{"t":"taken","id":1e400}',
      `${'['.repeat(50_000)}`,
    ),
    fc
      .jsonValue()
      .filter((made) => !PageMessage.safeParse(made).success)
      .map((made) => JSON.stringify(made)),
  )
  .filter((text) => {
    try {
      return !PageMessage.safeParse(JSON.parse(text)).success;
    } catch {
      return true;
    }
  });

let test: TestHost;

beforeAll(async () => {
  test = await startTestHost({ rate: { perSecond: 1e9, burst: 1e9 } });
});
afterAll(() => test.dispose());

async function connectPage(): Promise<WebSocket> {
  const cookie = await test.enter();
  const socket = new WebSocket(`ws://127.0.0.1:${test.host.port}/bridge`, {
    headers: { cookie, origin: test.origin },
  });
  await new Promise((done, fail) => {
    socket.once('open', done);
    socket.once('error', fail);
  });
  return socket;
}

/** Sends texts over one socket, IN_FLIGHT at a time, and expects an answer to each. Resolves with the answers as they came. */
function exchange(socket: WebSocket, texts: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let sent = 0;
  return new Promise((done, fail) => {
    const more = (): void => {
      while (sent < texts.length && sent - answers.length < IN_FLIGHT) socket.send(texts[sent++] ?? '');
    };
    socket.on('close', () =>
      fail(new Error(`the socket was closed after ${answers.length} answers (seed ${SEED})`)),
    );
    socket.on('message', (data) => {
      const text = data.toString();
      if (text === '{"t":"beat"}') return;
      const parsed = Answer.safeParse(JSON.parse(text));
      if (!parsed.success) {
        fail(new Error(`not a refusal (seed ${SEED}): ${text.slice(0, 300)}`));
        return;
      }
      answers.push(parsed.data);
      if (answers.length === texts.length) done(answers);
      else more();
    });
    more();
  });
}

function expectNoEffect(): void {
  expect(test.engine.effects).toEqual([]);
  expect(test.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
}

async function run(cases: readonly Case[]): Promise<void> {
  const socket = await connectPage();
  const answers = await exchange(
    socket,
    cases.map((made, id) => JSON.stringify({ ...made, id })),
  );
  const ids = answers.map((answer) => (answer.t === 'problem' ? -1 : answer.id)).sort((a, b) => a - b);
  expect(ids).toEqual(cases.map((_made, id) => id));
  socket.terminate();
}

describe('malformed bridge messages', () => {
  it('are refused with a code and change nothing, signed out', async () => {
    const before = test.console.signIn.state();
    await run(fc.sample(wrongCase, { numRuns: Math.ceil(RUNS * 0.2), seed: SEED }));
    expect(test.console.signIn.state()).toEqual(before);
    expectNoEffect();
  }, 600_000);

  it('are refused with a code and change nothing, signed in', async () => {
    await test.console.signIn.withPassword('ada', 'secret');
    const before = test.console.signIn.state();
    await run(fc.sample(wrongCase, { numRuns: Math.ceil(RUNS * 0.6), seed: SEED + 1 }));
    expect(test.console.signIn.state()).toEqual(before);
    expectNoEffect();
  }, 600_000);

  it('are refused when they are not messages at all', async () => {
    const socket = await connectPage();
    const answers = await exchange(
      socket,
      fc.sample(wrongFrame, { numRuns: Math.ceil(RUNS * 0.2), seed: SEED + 2 }),
    );
    for (const answer of answers) expect(answer.t).toBe('problem');
    socket.terminate();
    expectNoEffect();
  }, 600_000);

  it('leave the host working: a valid call is answered', async () => {
    const socket = await connectPage();
    const answered = new Promise<string>((done) => socket.once('message', (data) => done(data.toString())));
    socket.send(JSON.stringify({ t: 'call', id: 1, name: 'app.ping', input: {} }));
    expect(JSON.parse(await answered)).toMatchObject({ t: 'result', id: 1, result: { ok: true } });
    socket.terminate();
  });
});
