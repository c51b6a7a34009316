import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES, NewUpload, UploadState } from '#shared/domain/attachments.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { filesFolder } from '../../src/gateway/attachments/index.ts';
import { openForReading } from '../../src/gateway/db/open.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeGif, makePdf, makePng, sha256Of } from '../support/make/files.ts';
import { junk } from '../support/malformed.ts';
import { TestUploads } from '../support/uploading.ts';

const Refused = z.object({
  error: z.object({ code: z.string(), field: z.string().optional(), why: z.object({ id: z.string() }) }),
});
const Moved = z.object({ error: z.object({ current: z.object({ offset: z.int() }) }) });

let on: TestGateway;
let token: string;
let mine: TestUploads;
let conversationId: string;

beforeAll(async () => {
  on = await startTestGateway({ RATE_LIMIT_REQUESTS_PER_SECOND: '100000' });
  token = await on.token();
  mine = uploadsWith(token);
  conversationId = uuidv7();
  const customer = { id: uuidv7(), name: 'Vera', email: null };
  const opened = await command('chat.open_conversation', {
    conversationId,
    customer,
    subject: null,
    orderIds: [],
  });
  expect(opened.ok).toBe(true);
});
afterAll(() => on.stop());

function uploadsWith(accessToken: string): TestUploads {
  return new TestUploads(on.url, { authorization: `Bearer ${accessToken}` });
}

async function command(type: string, data: unknown, by = token): Promise<z.infer<typeof Reply>> {
  const answer = await fetch(`${on.url}/api/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${by}` },
    body: JSON.stringify({ id: uuidv7(), type, data, at: Date.now() }),
  });
  return Reply.parse(await answer.json());
}

const send = (attachments: readonly string[], kind = 'text', body = '') =>
  command('chat.send_message', { conversationId, messageId: uuidv7(), kind, body, attachments });

const refusal = (body: unknown): string => {
  const { why, field } = Refused.parse(body).error;
  return `${why.id} ${field ?? ''}`.trim();
};
const folder = (): string => filesFolder(on.gateway.config.databasePath);
const stored = (sha256: string): string => join(folder(), 'content', sha256.slice(0, 2), sha256);

describe('uploads', () => {
  it('can be gone on with after any interruption: what is stored equals the source', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('next' as const),
          length: fc.integer({ min: 1, max: CHUNK_BYTES }),
        }),
      },
      fc.record({ kind: fc.constant('again' as const), length: fc.integer({ min: 1, max: 5_000 }) }),
      fc.record({
        kind: fc.constant('elsewhere' as const),
        length: fc.integer({ min: -90_000, max: 90_000 }),
      }),
      fc.record({ kind: fc.constant('ask' as const), length: fc.constant(0) }),
      fc.record({ kind: fc.constant('begin' as const), length: fc.constant(0) }),
      fc.record({ kind: fc.constant('twice' as const), length: fc.integer({ min: 1, max: 50_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 700_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(step, { maxLength: 25 }),
        async (size, seed, steps) => {
          const bytes = makePng(4, 4, size, seed);
          const id = uuidv7();
          await mine.begin(id, 'picture.png', bytes);
          let at = 0;
          const takes = async (offset: number, length: number): Promise<void> => {
            const answer = await mine.piece(id, offset, bytes.subarray(offset, offset + length));
            if (answer.status === 200) at = UploadState.parse(answer.body).offset;
            else if (answer.status === 409) expect(Moved.parse(answer.body).error.current.offset).toBe(at);
            else expect(answer.status).toBe(400);
          };
          for (const { kind, length } of steps) {
            if (kind === 'next') await takes(at, length);
            else if (kind === 'again') await takes(Math.max(0, at - length), length);
            else if (kind === 'elsewhere') await takes(Math.max(0, at + length), 10);
            else if (kind === 'twice') {
              const piece = bytes.subarray(at, at + length);
              const answers = await Promise.all([mine.piece(id, at, piece), mine.piece(id, at, piece)]);
              const asked = UploadState.parse((await mine.state(id)).body);
              expect(answers.map(({ status }) => status)).toContain(
                at === bytes.length && piece.length === 0 ? 400 : 200,
              );
              at = asked.offset;
            } else {
              const answer =
                kind === 'ask' ? await mine.state(id) : await mine.begin(id, 'picture.png', bytes);
              expect(UploadState.parse(answer.body).offset).toBe(at);
            }
          }
          while (at < bytes.length) await takes(at, CHUNK_BYTES);
          expect(UploadState.parse((await mine.state(id)).body)).toEqual({
            offset: bytes.length,
            attachment: {
              id,
              name: 'picture.png',
              mime: 'image/png',
              bytes: bytes.length,
              width: 4,
              height: 4,
            },
          });
          expect(sha256Of(readFileSync(stored(sha256Of(bytes))))).toBe(sha256Of(bytes));
          expect(new Uint8Array(await (await mine.read(id)).arrayBuffer())).toEqual(bytes);
          await mine.cancel(id);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('refuse what its content or name says may not be attached', async () => {
    const text = (content: string) => new TextEncoder().encode(content);
    const zip = new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(40)]);
    const html = text('<!doctype html><script>alert(1)</script>');
    const svg = text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const cases: [string, Uint8Array, string][] = [
      ['invoice.png', html, 'attachment_content content'],
      ['page.html', html, 'attachment_kind name'],
      ['drawing.svg', svg, 'attachment_kind name'],
      ['drawing.png', svg, 'attachment_content content'],
      ['archive.zip', zip, 'attachment_kind name'],
      ['archive.txt', zip, 'attachment_content content'],
      ['letter.txt', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), 'attachment_content content'],
      ['letter.txt', text('a\u0000b'), 'attachment_content content'],
      ['letter.txt', text('a\u001b[31mb'), 'attachment_content content'],
      ['letter.txt', text('ä').subarray(0, 1), 'attachment_content content'],
      ['letter.pdf', makePng(), 'attachment_content content'],
      ['cut.png', makePng().subarray(0, 12), 'attachment_content content'],
      ['huge.png', makePng(30_000, 30_000), 'attachment_pixels content'],
    ];
    for (const [name, bytes, expected] of cases) {
      const { id, body } = await mine.whole(name, bytes);
      expect([name, refusal(body)]).toEqual([name, expected]);
      expect((await mine.read(id)).status).toBe(404);
      expect(existsSync(stored(sha256Of(bytes)))).toBe(false);
    }
    const large = { id: uuidv7(), name: 'a.png', bytes: MAX_ATTACHMENT_BYTES + 1, sha256: '0'.repeat(64) };
    expect(await mine.begins(large)).toMatchObject({ status: 400, body: { error: { field: 'bytes' } } });
    expect(await mine.begins({ ...large, bytes: 0 })).toMatchObject({
      status: 400,
      body: { error: { field: 'bytes' } },
    });
    const id = uuidv7();
    const png = makePng();
    await mine.begin(id, 'a.png', png);
    expect(refusal((await mine.piece(id, 0, new Uint8Array(png.length + 1))).body)).toBe(
      'attachment_large content',
    );
    expect((await mine.piece(id, 0, new Uint8Array(CHUNK_BYTES + 1))).status).toBe(413);
    expect((await mine.piece(id, 'x', png)).status).toBe(400);
    expect(refusal((await mine.piece(id, 0, new Uint8Array(png.length))).body)).toBe(
      'attachment_altered sha256',
    );
    expect(UploadState.parse((await mine.state(id)).body).offset).toBe(0);
  });

  it('mask the numbers of cards in their names before anything is stored', async () => {
    const name = 'card 4242_4242_4242_4242.png';
    const { body } = await mine.whole(name, makePng(4, 4, 500));
    const masked = 'card ••••_••••_••••_4242.png';
    expect(body).toMatchObject({ attachment: { name: masked } });
    const sql = openForReading(on.gateway.config.databasePath);
    expect(sql.prepare("SELECT name FROM attachments WHERE name LIKE 'card%'").all()).toEqual([
      { name: masked },
    ]);
    sql.close();
  });

  it('take the largest file and name it by what it is', async () => {
    const bytes = makePng(2, 2, MAX_ATTACHMENT_BYTES);
    expect(bytes.length).toBeGreaterThanOrEqual(MAX_ATTACHMENT_BYTES);
    const exact =
      bytes.length === MAX_ATTACHMENT_BYTES
        ? bytes
        : makePng(2, 2, MAX_ATTACHMENT_BYTES - (bytes.length - MAX_ATTACHMENT_BYTES));
    const { body } = await mine.whole('../../photo\u202egnp.jpg', exact);
    expect(UploadState.parse(body).attachment).toMatchObject({
      name: 'photognp.png',
      mime: 'image/png',
      bytes: MAX_ATTACHMENT_BYTES,
    });
  });

  it('are of their uploader alone until a message has them', async () => {
    const { id } = await mine.whole('a.pdf', makePdf('mine'));
    const agent = uploadsWith(await on.token('agent'));
    expect((await agent.read(id)).status).toBe(404);
    expect((await agent.state(id)).status).toBe(404);
    expect((await agent.piece(id, 0, new Uint8Array(3))).status).toBe(404);
    await agent.cancel(id);
    expect((await mine.read(id)).status).toBe(200);
    expect((await new TestUploads(on.url, {}).read(id)).status).toBe(401);
    expect((await new TestUploads(on.url, {}).piece(id, 0, new Uint8Array(3))).status).toBe(401);
  });
});

describe('messages with files', () => {
  it('are refused while a file is not there, and have it in one transaction once it is', async () => {
    const bytes = makePdf('order');
    const id = uuidv7();
    const why = (reply: z.infer<typeof Reply>) =>
      reply.ok ? 'ok' : `${reply.error.why?.id} ${reply.error.field}`;
    expect(why(await send([id]))).toBe('attachment_unknown attachments');
    await mine.begin(id, 'order.pdf', bytes);
    expect(why(await send([id]))).toBe('attachment_unknown attachments');
    await mine.piece(id, 0, bytes);
    expect(why(await send([id, id]))).toBe('attachment_twice attachments');
    const other = await on.token('agent');
    const foreign = { conversationId, messageId: uuidv7(), kind: 'text', body: '', attachments: [id] };
    expect(why(await command('chat.send_message', foreign, other))).toBe('attachment_unknown attachments');
    expect(why(await send([id]))).toBe('ok');
    expect(why(await send([id]))).toBe('attachment_used attachments');
    expect(why(await send([], 'text', 'x'))).toMatch(/attachments/);
    expect((await uploadsWith(other).read(id)).status).toBe(200);
    expect((await mine.cancel(id)).status).toBe(409);
    const { rows } = z
      .object({
        rows: z.array(z.object({ body: z.string(), attachments: z.array(z.looseObject({})) })),
      })
      .parse(
        await (
          await fetch(`${on.url}/api/v1/chat/conversations/${conversationId}/messages`, {
            headers: { authorization: `Bearer ${token}` },
          })
        ).json(),
      );
    expect(rows[0]).toMatchObject({
      body: '',
      attachments: [{ id, name: 'order.pdf', mime: 'application/pdf' }],
    });
    expect(on.gateway.sql.prepare('SELECT last_message_preview FROM conversations').pluck().get()).toBe(
      'order.pdf',
    );
  });

  it('serve files so that nothing of them runs, also if something else stands behind a picture', async () => {
    const gif = makeGif('<script>alert(1)</script>');
    const { id } = await mine.whole("it's <b>.gif", gif);
    await send([id]);
    const answer = await mine.read(id);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/gif',
      'content-disposition': "attachment; filename*=UTF-8''it%27s%20b.gif",
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(gif);
    const text = await mine.whole('a.txt', new TextEncoder().encode('<script>alert(1)</script>'));
    expect((await mine.read(text.id)).headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it('keep their files when others are swept', async () => {
    const uploads = (): string[] => readdirSync(join(folder(), 'uploads'));
    const bytes = makePng(3, 3, 1_000, 77);
    const { id } = await mine.whole('kept.png', bytes);
    await send([id]);
    const lost = makePng(3, 3, 1_000, 78);
    const gone = await mine.whole('lost.png', lost);
    await mine.cancel(gone.id);
    for (const one of [bytes, lost]) utimesSync(stored(sha256Of(one)), 1, 1);
    const half = uuidv7();
    await mine.begin(half, 'half.png', bytes);
    await mine.piece(half, 0, bytes.subarray(0, 10));
    expect(uploads()).toContain(`${half}.part`);
    await mine.cancel(half);
    expect(uploads()).not.toContain(`${half}.part`);
    const { Uploads } = await import('../../src/gateway/attachments/uploads.ts');
    const { executor, config, readSql: sql } = on.gateway;
    const sweeper = new Uploads({ sql, config, executor, clock: { now: Date.now } });
    for (let n = 0; n < 16; n += 1) await sweeper.sweep();
    expect(existsSync(stored(sha256Of(bytes)))).toBe(true);
    expect(existsSync(stored(sha256Of(lost)))).toBe(false);
    expect((await mine.read(id)).status).toBe(200);
  });
});

describe('files of visitors', () => {
  const visit = async (name: string): Promise<{ cookie: string; files: TestUploads }> => {
    const answer = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, email: `${name.toLowerCase()}@example.com`, orderNumber: null }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { cookie, files: new TestUploads(on.url, { cookie }, '/widget/api/attachments') };
  };
  const write = (cookie: string, body: object): Promise<Response> =>
    fetch(`${on.url}/widget/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ messageId: uuidv7(), ...body }),
    });

  it('are read in their own conversation only, and those of notes by the team only', async () => {
    const [vera, eve] = [await visit('Vera'), await visit('Eve')];
    const { id, status } = await vera.files.whole('photo.png', makePng(5, 5, 600_000, 120));
    expect(status).toBe(200);
    expect((await write(eve.cookie, { body: '', attachments: [id] })).status).toBe(404);
    expect((await vera.files.read(id)).status).toBe(404);
    const message = { messageId: uuidv7(), body: '', attachments: [id] };
    expect((await write(vera.cookie, message)).status).toBe(200);
    expect((await write(vera.cookie, message)).status).toBe(200);
    expect((await write(vera.cookie, { ...message, attachments: undefined, body: 'x' })).status).toBe(409);
    expect((await vera.files.read(id)).headers.get('content-disposition')).toContain('attachment');
    expect((await eve.files.read(id)).status).toBe(404);
    expect((await mine.read(id)).status).toBe(200);
    expect((await new TestUploads(on.url, {}, '/widget/api/attachments').read(id)).status).toBe(401);
    const talk = String(
      on.gateway.sql
        .prepare("SELECT id FROM conversations WHERE customer_name = 'Vera' AND id <> ?")
        .pluck()
        .get(conversationId),
    );
    const answer = async (kind: string) => {
      const file = await mine.whole('answer.pdf', makePdf(kind));
      const data = { conversationId: talk, messageId: uuidv7(), kind, body: '', attachments: [file.id] };
      expect((await command('chat.send_message', data)).ok).toBe(true);
      return file.id;
    };
    expect((await vera.files.read(await answer('text'))).status).toBe(200);
    expect((await vera.files.read(await answer('note'))).status).toBe(404);
  });

  it('are checked like those of the team, and limited', async () => {
    const { files } = await visit('Max');
    const html = new TextEncoder().encode('<script>alert(1)</script>');
    expect(refusal((await files.whole('a.png', html)).body)).toBe('attachment_content content');
    const answers: number[] = [];
    for (let n = 0; n < 25; n += 1) answers.push((await files.begin(uuidv7(), 'a.png', makePng())).status);
    expect(answers.filter((one) => one === 200).length).toBeLessThanOrEqual(20);
    expect(answers).toContain(429);
    expect((await files.whole('b.png', makePng())).status).toBe(429);
  });
});

describe('malformed requests about files', () => {
  it('are refused with a code and change nothing', async () => {
    const rows = (): unknown => on.gateway.sql.prepare('SELECT * FROM attachments ORDER BY id').all();
    const before = rows();
    const { cookie } = await (async () => {
      const body = JSON.stringify({ name: 'Fay', email: 'fay@example.com', orderNumber: null });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${on.url}/widget/api/session`, { method: 'POST', headers, body });
      return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
    })();
    const ways = [
      { path: '/api/v1/attachments', headers: { authorization: `Bearer ${token}` } },
      { path: '/widget/api/attachments', headers: { cookie } },
    ];
    const good = { id: uuidv7(), name: 'a.png', bytes: 10, sha256: 'a'.repeat(64) };
    const id = fc.oneof(
      fc.constantFrom('..', '%2e%2e%2f', '.part', good.id, '\u0000'),
      fc.string({ maxLength: 80 }),
    );
    const spoilt = fc
      .tuple(fc.constantFrom('id', 'name', 'bytes', 'sha256', 'more'), junk)
      .map(([field, value]) => ({ ...good, [field]: value }))
      .filter((body) => !NewUpload.safeParse(JSON.parse(JSON.stringify(body))).success);
    const request = fc.oneof(
      spoilt.map((body) => ({
        method: 'POST',
        to: '',
        body: JSON.stringify(body),
        type: 'application/json',
        offset: '0',
      })),
      fc.record({
        method: fc.constantFrom('PATCH', 'DELETE', 'GET'),
        to: id.map((one) => `/${encodeURIComponent(one.toWellFormed())}`),
        body: fc.string({ maxLength: 200 }),
        type: fc.constantFrom('application/offset+octet-stream', 'application/json', 'text/plain', 'a/b'),
        offset: fc.constantFrom('0', '-1', '1e3', '99999999', '', 'NaN', '5.5'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ways), request, async (way, { method, to, body, type, offset }) => {
        const headers = { ...way.headers, 'upload-offset': offset, 'content-type': type };
        const answer = await fetch(`${on.url}${way.path}${to}`, {
          method,
          headers: method === 'GET' || method === 'DELETE' ? way.headers : headers,
          ...(method === 'POST' || method === 'PATCH' ? { body } : {}),
        });
        const said = z
          .object({ error: z.object({ code: z.string() }) })
          .safeParse(await answer.json().catch(() => null));
        // To cancel what does not exist changes nothing, so it is no mistake.
        if (answer.status !== 200 || method !== 'DELETE')
          expect([answer.status, said.success]).toEqual([answer.status, true]);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(rows()).toEqual(before);
  });
});
