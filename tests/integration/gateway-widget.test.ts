import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import { type EventStream, listenTo } from '../support/event-stream.ts';
import { folderPerTest } from '../support/per-test.ts';
import { runNow } from '../support/run-now.ts';
import { until } from '../support/wait.ts';
import { startWidgetGateway, type WidgetGateway } from '../support/widget-gateway.ts';

const AGENT = { ...SYSTEM_PRINCIPAL, actor: { kind: 'user', id: 'ava', name: 'Ava' } } as const;

const folder = folderPerTest('widget');
let on: WidgetGateway;

beforeEach(async () => {
  on = await startWidgetGateway(folder.path);
});
afterEach(() => on.stop());

interface Customer {
  readonly cookie: string;
  post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
}

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; response: Response }> {
  const response = await fetch(`${on.url}/widget/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, response };
}

async function customer(details: object = {}): Promise<Customer> {
  const { status, response } = await post('session', {
    name: 'Kim',
    email: 'kim@example.com',
    orderNumber: null,
    ...details,
  });
  expect(status).toBe(200);
  const set = response.headers.get('set-cookie') ?? '';
  expect(set).toMatch(/HttpOnly; SameSite=Strict/);
  const cookie = set.split(';')[0] ?? '';
  return { cookie, post: (path, body) => post(path, body, { cookie }) };
}

/** Listens to the customer's stream. */
const listen = ({ cookie }: Customer, lastEventId?: string): Promise<EventStream> =>
  listenTo(`${on.url}/widget/api/stream`, {
    cookie,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  });

const value = <T>(text: string): T => on.sql.raw.prepare<[], T>(text).pluck().get() as T;
const theConversation = (): string =>
  value<string>('SELECT id FROM conversations ORDER BY rowid DESC LIMIT 1');
const asAgent = (work: (context: CommandContext) => void): void =>
  runNow(on.executor, AGENT, Date.now(), work);
const reply = (conversationId: string, body: string, kind: 'text' | 'note' = 'text'): void =>
  asAgent(
    (context) =>
      void context.dispatch('chat.send_message', { conversationId, messageId: uuidv7(), kind, body }),
  );

/** Puts an order with the number Q-1 into the database. */
const placeOrder = (customerId: string, email: string): void =>
  void on.sql.raw
    .prepare(
      `INSERT INTO orders (id, number, customer_id, customer_name, customer_email, lines, total, currency, status, placed_at) VALUES ('o', 'Q-1', ?, 'Kim', ?, '[]', 0, 'USD', 'paid', 0)`,
    )
    .run(customerId, email);

describe('the widget', () => {
  it('serves its page with a strict policy and no inline code', async () => {
    const page = await fetch(`${on.url}/widget`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
    for (const [path, type] of [
      ['widget.js', 'text/javascript'],
      ['widget.css', 'text/css'],
    ] as const) {
      const asset = await fetch(`${on.url}/${path}`);
      expect(asset.headers.get('content-type')).toContain(type);
      const text = await asset.text();
      expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|eval\(/);
    }
  });

  it('speaks the language of the link, else that of the browser', async () => {
    const get = async (path: string, language?: string): Promise<string> =>
      (await fetch(`${on.url}/${path}`, language ? { headers: { 'accept-language': language } } : {})).text();
    const german = await get('widget', 'fr-FR, de-AT;q=0.8, en;q=0.5');
    expect(german).toContain('<html lang="de">');
    expect(german).toContain('/widget.js?lang=de');
    const words = /[>"]([^<>"]*[A-Za-zÄÖÜ][^<>"]*)[<"]/g;
    const english = await get('widget', 'en-GB, de;q=0.5');
    expect(english).toContain('<html lang="en">');
    expect(english.match(words)?.length).toBe(german.match(words)?.length);
    for (const sentence of ['Chat with us', 'End this conversation?', 'Enter your name'])
      expect([english.includes(sentence), german.includes(sentence)]).toEqual([true, false]);
    expect(await get('widget?lang=de', 'en')).toContain('<html lang="de">');
    expect(await get('widget?lang=xx', 'de')).toContain('<html lang="de">');
    expect(await get('widget')).toContain('<html lang="en">');
    expect(await get('widget.js?lang=de')).toContain('Diese Unterhaltung ist beendet.');
    on.hasMail = true;
    const started = await fetch(`${on.url}/widget/api/session?lang=de`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Kim', email: 'kim@example.com', orderNumber: null }),
    });
    expect(started.status).toBe(200);
    expect(on.sent.map(({ subject }) => subject.replace(/\d+/, 'N'))).toEqual(['N ist Ihr Code']);
    const refused = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Kim', email: 'nonsense', orderNumber: null }),
    });
    expect(await refused.json()).toMatchObject({ error: { why: { id: 'value_email' } } });
  });

  it('takes a message exactly once and opens the conversation with it', async () => {
    const kim = await customer();
    expect(value('SELECT count(*) FROM conversations')).toBe(0);
    const message = { messageId: uuidv7(), body: 'Where is my order?' };
    const first = await kim.post('messages', message);
    const again = await kim.post('messages', message);
    expect(first.status).toBe(200);
    expect(again).toEqual({ ...first });
    expect(value('SELECT count(*) FROM messages')).toBe(1);
    expect(value('SELECT count(*) FROM audit')).toBe(1);
    expect((await kim.post('messages', { ...message, body: 'Something else' })).status).toBe(409);
    expect((await (await customer()).post('messages', message)).status).toBe(409);
  });

  it('streams its own conversation, resumes after an id, and never shows notes', async () => {
    const kim = await customer();
    const lee = await customer({ name: 'Lee' });
    await kim.post('messages', { messageId: uuidv7(), body: 'Hello?' });
    const mine = theConversation();
    await lee.post('messages', { messageId: uuidv7(), body: 'Secret of Lee' });
    const stream = await listen(kim);
    const first = await stream.next('message');
    expect(first.data).toMatchObject({ from: 'customer', body: 'Hello?' });
    reply(mine, 'Internal: a difficult one', 'note');
    reply(mine, 'One moment please.');
    const second = await stream.next('message');
    expect(second.data).toMatchObject({ from: 'team', name: 'Ava', body: 'One moment please.' });
    stream.close();
    reply(mine, 'Here it is.');
    const resumed = await listen(kim, second.id);
    expect((await resumed.next('message')).data).toMatchObject({ body: 'Here it is.' });
    resumed.close();
  });

  it('tells a page whose last message is not in the log all that there is', async () => {
    const kim = await customer();
    for (const body of ['One', 'Two']) await kim.post('messages', { messageId: uuidv7(), body });
    const first = await listen(kim);
    const told = [await first.next('message'), await first.next('message')];
    first.close();
    const [last = ''] = told.map(({ id }) => id).slice(-1);
    const seq = Number(last.split('.')[0]);
    expect(last).toMatch(/^\d+\.[\w-]{36}$/);
    // Another event at the same place, and a place that the log has not reached.
    for (const foreign of [`${seq}.${uuidv7()}`, `${seq + 1000}.${uuidv7()}`, `${seq + 1000}`]) {
      const stream = await listen(kim, foreign);
      await stream.next('restart');
      const bodies = [await stream.next('message'), await stream.next('message')];
      expect(bodies.map(({ data }) => data['body'])).toEqual(['One', 'Two']);
      await stream.next('current');
      stream.close();
    }
    // What it knows, or no longer keeps, is gone on with; nonsense is a new page.
    reply(theConversation(), 'Three');
    for (const [known, body] of [
      [last, 'Three'],
      [String(seq), 'Three'],
      ["1' OR 1=1", 'One'],
      ['1'.repeat(40), 'One'],
    ] as const) {
      const stream = await listen(kim, known);
      expect((await stream.next('message')).data).toMatchObject({ body });
      stream.close();
    }
  });

  it('records what was received and read', async () => {
    const kim = await customer();
    await kim.post('messages', { messageId: uuidv7(), body: 'Hello?' });
    const stream = await listen(kim);
    await stream.next('message');
    reply(theConversation(), 'Hi!');
    const seq = Number((await stream.next('message')).data['seq']);
    await expect.poll(() => value('SELECT customer_delivered_seq FROM conversations')).toBe(seq);
    expect(value('SELECT customer_read_seq FROM conversations')).toBe(0);
    await kim.post('read', { upToSeq: seq });
    expect(value('SELECT customer_read_seq FROM conversations')).toBe(seq);
    stream.close();
  });

  it('tells how far whoever has the conversation has read, and nobody else', async () => {
    const kim = await customer();
    await kim.post('messages', { messageId: uuidv7(), body: 'Hello?' });
    const conversationId = theConversation();
    const stream = await listen(kim);
    const { id, data } = await stream.next('message');
    const seq = Number(data['seq']);
    const read = (userId: string, upToSeq: number): void =>
      asAgent((context) => void context.emit('chat.message_read', { conversationId, userId, upToSeq }));
    const assign = (assigneeId: string): void =>
      asAgent(
        (context) =>
          void context.emit('chat.assigned', { conversationId, assigneeId, assigneeName: assigneeId }),
      );
    // A supervisor looks at it; then it is Ava's, who has not.
    read('sue', seq);
    assign('ava');
    read('ava', seq - 1);
    expect((await stream.next('read')).data).toEqual({ upToSeq: seq - 1 });
    read('ava', seq);
    expect((await stream.next('read')).data).toEqual({ upToSeq: seq });
    stream.close();
    // A page that comes back learns it again, also where it has every message.
    const resumed = await listen(kim, id);
    expect((await resumed.next('read')).data).toEqual({ upToSeq: seq });
    asAgent(
      (context) =>
        void context.emit('chat.participants_changed', { conversationId, participantIds: ['lin'] }),
    );
    read('lin', seq + 1);
    expect((await resumed.next('read')).data).toEqual({ upToSeq: seq + 1 });
    resumed.close();
  });

  it('sends code, links and emoji as parts that are text', async () => {
    const kim = await customer();
    await kim.post('messages', { messageId: uuidv7(), body: 'Hello?' });
    const stream = await listen(kim);
    expect((await stream.next('message')).data).toMatchObject({ parts: null, large: false });
    reply(theConversation(), 'See `<b>x</b>` at https://p\u0430rcels.example/a');
    expect((await stream.next('message')).data['parts']).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'code', text: '<b>x</b>' },
      { kind: 'text', text: ' at ' },
      {
        kind: 'link',
        text: 'https://p\u0430rcels.example/a',
        href: 'https://xn--prcels-3nf.example/a',
        leadsTo: 'xn--prcels-3nf.example',
      },
    ]);
    reply(theConversation(), '👍');
    expect((await stream.next('message')).data).toMatchObject({ body: '👍', parts: null, large: true });
    stream.close();
  });

  it('passes on typing both ways', async () => {
    const kim = await customer();
    await kim.post('messages', { messageId: uuidv7(), body: 'Hello?' });
    await kim.post('typing', {});
    expect(on.signals).toMatchObject([
      { type: 'typing', who: 'customer', name: 'Kim', conversationId: theConversation() },
    ]);
    const stream = await listen(kim);
    await stream.next('message');
    on.hear?.({
      type: 'typing',
      conversationId: theConversation(),
      name: 'Ava',
      who: 'user',
      expiresAt: Date.now() + 6000,
    });
    expect((await stream.next('typing')).data).toEqual({ name: 'Ava' });
    stream.close();
    await expect.poll(() => on.hear).toBe(null);
  });

  it('attaches an order only where the e-mail fits it', async () => {
    placeOrder('c', 'kim@example.com');
    const orderIds = async (email: string, orderNumber: string): Promise<unknown> => {
      const someone = await customer({ email, orderNumber });
      await someone.post('messages', { messageId: uuidv7(), body: 'Hello' });
      return JSON.parse(value<string>('SELECT order_ids FROM conversations ORDER BY rowid DESC LIMIT 1'));
    };
    const claims = (): unknown =>
      JSON.parse(value<string>('SELECT visitor FROM conversations ORDER BY rowid DESC LIMIT 1'));
    for (const number of ['Q-1', 'q-1']) {
      expect(await orderIds('KIM@example.com', number)).toEqual(['o']);
      expect(claims()).toEqual({ emailVerified: false, unverifiedOrder: null });
      expect(value('SELECT subject FROM conversations ORDER BY rowid DESC LIMIT 1')).toBe('About order Q-1');
    }
    // The team is told what the customer entered, as unverified.
    for (const [email, number] of [
      ['other@example.com', 'q-1'],
      ['kim@example.com', 'Q-2'],
    ] as const) {
      expect(await orderIds(email, number)).toEqual([]);
      expect(claims()).toEqual({ emailVerified: false, unverifiedOrder: number });
    }
    expect(value('SELECT count(DISTINCT customer_id) FROM conversations')).toBe(4);
  });

  it('takes an address for proof of identity only with the code that was sent to it', async () => {
    placeOrder('c-kim', 'Kim@example.com');
    const write = async (email: string, enter: (code: string) => string | null): Promise<unknown> => {
      const begun = await post('session', { name: 'Kim', email, orderNumber: null });
      expect(begun.body['verify']).toBe(on.hasMail);
      let cookie = (begun.response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const code = enter(/\d{6}/.exec(on.sent.at(-1)?.text ?? '')?.[0] ?? '000000');
      if (code !== null) {
        const verified = await post('verify', { code }, { cookie });
        if (verified.status === 200)
          cookie = (verified.response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
        // A code works once.
        expect((await post('verify', { code }, { cookie })).status).not.toBe(200);
      }
      await post('messages', { messageId: uuidv7(), body: 'Hello' }, { cookie });
      return value('SELECT customer_id FROM conversations ORDER BY rowid DESC LIMIT 1');
    };
    const right = (code: string): string => code;
    const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect(await write('kim@example.com', right)).not.toBe('c-kim');
    expect(on.sent).toEqual([]);
    on.hasMail = true;
    expect(await write('kim@example.com', wrong)).not.toBe('c-kim');
    expect(await write('kim@example.com', () => null)).not.toBe('c-kim');
    expect(await write('KIM@example.com', right)).toBe('c-kim');
    expect(JSON.parse(value('SELECT visitor FROM conversations ORDER BY rowid DESC LIMIT 1'))).toEqual({
      emailVerified: true,
      unverifiedOrder: null,
    });
    const lee = await write('lee@example.com', right);
    expect(await write('Lee@example.com', right)).toBe(lee);
  });

  it('shows a customer who comes back what the team wrote first, and nobody else', async () => {
    placeOrder('c', 'kim@example.com');
    const start = (customerId: string, conversationId: string, body: string): void => {
      asAgent((context) =>
        context.dispatch('chat.open_conversation', {
          conversationId,
          customer: { id: customerId, name: 'Kim', email: 'kim@example.com' },
          subject: null,
          orderIds: [],
        }),
      );
      reply(conversationId, body);
    };
    start('c', 'started', 'Your parcel is late.');
    for (const details of [{}, { orderNumber: 'Q-2' }, { orderNumber: 'Q-1', email: 'eve@example.com' }]) {
      const stranger = await customer(details);
      await stranger.post('messages', { messageId: uuidv7(), body: 'Hello?' });
      expect(theConversation()).not.toBe('started');
    }
    const kim = await customer({ orderNumber: 'Q-1' });
    const stream = await listen(kim);
    expect((await stream.next('message')).data).toMatchObject({ body: 'Your parcel is late.' });
    stream.close();
    await kim.post('messages', { messageId: uuidv7(), body: 'Thank you.' });
    expect(value("SELECT conversation_id FROM messages WHERE body = 'Thank you.'")).toBe('started');
    // The cookie of an earlier conversation leads to a newer one that the team started.
    asAgent((context) =>
      context.dispatch('chat.set_status', { conversationId: 'started', status: 'resolved' }),
    );
    await until(
      'a later time',
      () => Date.now() > value<number>('SELECT max(created_at) FROM conversations'),
    );
    start('c', 'again', 'It has arrived.');
    const response = await fetch(`${on.url}/widget/api/session`, { headers: { cookie: kim.cookie } });
    const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const second = await listen({ ...kim, cookie });
    expect((await second.next('message')).data).toMatchObject({ body: 'It has arrived.' });
    second.close();
  });

  it('refuses what it must, with a code', async () => {
    const kim = await customer();
    expect((await post('messages', { messageId: uuidv7(), body: 'x' })).status).toBe(401);
    expect(
      (
        await post(
          'messages',
          { messageId: uuidv7(), body: 'x' },
          { cookie: 'quayside_widget=forged.token.here' },
        )
      ).status,
    ).toBe(401);
    expect((await kim.post('messages', { messageId: 'mine', body: 'x' })).status).toBe(400);
    expect((await kim.post('messages', { messageId: uuidv7(), body: ' ' })).status).toBe(400);
    expect((await kim.post('messages', { messageId: uuidv7(), body: 'x'.repeat(1001) })).status).toBe(400);
    expect((await kim.post('messages', { messageId: uuidv7(), body: 'x'.repeat(100_000) })).status).toBe(413);
    expect((await post('session', { name: '', email: 'kim@example.com', orderNumber: null })).status).toBe(
      400,
    );
    expect((await post('session', { name: 'Kim', email: 'nonsense', orderNumber: null })).status).toBe(400);
    expect(
      (
        await post(
          'session',
          { name: 'Kim', email: 'kim@example.com', orderNumber: null },
          { origin: 'https://evil.example' },
        )
      ).status,
    ).toBe(403);
    expect((await fetch(`${on.url}/widget/api/stream`)).status).toBe(401);
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => kim.post('messages', { messageId: uuidv7(), body: 'flood' })),
    );
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    // The team's API refuses a customer's token.
    const token = kim.cookie.split('=')[1] ?? '';
    expect(
      (await fetch(`${on.url}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } })).status,
    ).not.toBe(200);
  });
});

describe('the look of the page', () => {
  const none = { name: null, colour: null, greetingEn: null, greetingDe: null };
  const textOf = async (path: string): Promise<string> => (await fetch(`${on.url}/${path}`)).text();

  it("has the shop's name, colour and greeting, as text and nothing else", async () => {
    expect(await textOf('widget?lang=en')).toContain('<h1 dir="auto">Chat with us</h1>');
    const branding = {
      ...{ name: '"><script>x</script>', colour: '#ffee58' },
      ...{ greetingEn: null, greetingDe: "Grüß Gott & <b onclick='x'>" },
    };
    asAgent((context) => void context.dispatch('admin.set_branding', { branding, seen: none }));
    const html = await textOf('widget?lang=en');
    expect(html).toContain('<h1 dir="auto">&quot;&gt;&lt;script&gt;x&lt;/script&gt;</h1>');
    expect(html).toContain('lang="de">Grüß Gott &amp; &lt;b onclick=&#39;x&#39;&gt;</p>');
    expect(html).not.toMatch(/<script>|<b /);
    const embedded = await textOf('widget-embed.js?lang=en');
    expect(embedded).toContain('\\u003cscript>x\\u003c/script>');
    expect(embedded).not.toMatch(/<\/?script/);
    expect(embedded).toContain('"#ffee58"');
    const style = await textOf('widget.css');
    expect(style).toContain('--accent: #ffee58; --on-accent: #000000;');
    expect(style.match(/\{/g)?.length).toBe(style.match(/\}/g)?.length);
  });
});

describe('a message that has to wait', () => {
  it('is refused with the time, kept nowhere, and taken afterwards with the same id', async () => {
    const kim = await customer();
    expect((await kim.post('messages', { messageId: uuidv7(), body: 'Hello there' })).status).toBe(200);
    const again = { messageId: uuidv7(), body: 'hello  THERE' };
    const { status, body } = await kim.post('messages', again);
    expect(status).toBe(429);
    const error = body['error'] as Record<string, unknown>;
    expect(error).toMatchObject({ code: 'rate_limited', why: { id: 'message_repeated' } });
    expect(error['retryAfterMs']).toBeGreaterThan(10_000);
    expect(value<number>('SELECT count(*) FROM messages')).toBe(1);
    expect(value<number>("SELECT messages FROM filter_tallies WHERE rule = 'repeat' AND day = 'total'")).toBe(
      1,
    );
    on.sql.raw.prepare('UPDATE filter_sent SET at = at - 60000').run();
    expect((await kim.post('messages', again)).status).toBe(200);
    expect(value<number>("SELECT messages FROM filter_tallies WHERE rule = 'repeat' AND day = 'total'")).toBe(
      1,
    );
  });
});

describe('a visitor who begins anew', () => {
  it('is known by the cookie that ending a conversation leaves, and not by one of their own making', async () => {
    const details = { name: 'Kim', email: 'kim@example.com', orderNumber: null };
    const first = (await post('session', details)).response.headers.getSetCookie();
    const [token = '', browser = ''] = first.map((cookie) => cookie.split(';')[0] ?? '');
    expect(browser).toMatch(/^quayside_visitor=[0-9a-f-]{36}$/);
    expect(first[1]).toMatch(/HttpOnly; SameSite=Strict/);
    await post('messages', { messageId: uuidv7(), body: 'Hello there' }, { cookie: token });
    const ended = (await post('end', {}, { cookie: `${token}; ${browser}` })).response.headers.getSetCookie();
    expect(ended.join()).not.toContain('quayside_visitor');
    const startAs = async (cookie: string): Promise<number> => {
      const set = (await post('session', details, { cookie })).response.headers.getSetCookie();
      const own = set[0]?.split(';')[0] ?? '';
      return (await post('messages', { messageId: uuidv7(), body: 'Hello there' }, { cookie: own })).status;
    };
    expect(await startAs(browser)).toBe(429);
    expect(await startAs('quayside_visitor=nonsense')).toBe(200);
    expect(await startAs('')).toBe(200);
  });
});

describe('the place in the queue', () => {
  it('is told to who waits, moves up, and ends when somebody takes the conversation', async () => {
    const [first, second] = [
      await customer({ email: 'a@example.com' }),
      await customer({ email: 'b@example.com' }),
    ];
    for (const one of [first, second]) await one.post('messages', { messageId: uuidv7(), body: 'Hello' });
    const stream = await listen(second);
    expect((await stream.next('place')).data).toEqual({ place: 2, atLeast: false });
    const ids = on.sql.raw
      .prepare<[], string>('SELECT id FROM conversations ORDER BY created_at, id')
      .pluck()
      .all();
    const assign = (conversationId: string | undefined): void =>
      runNow(on.executor, AGENT, Date.now(), (context) => {
        context.emit('chat.assigned', {
          conversationId: conversationId ?? '',
          assigneeId: 'ava',
          assigneeName: 'Ava',
        });
      });
    assign(ids[0]);
    expect((await stream.next('place')).data).toEqual({ place: 1, atLeast: false });
    assign(ids[1]);
    expect((await stream.next('place')).data).toEqual({ place: null, atLeast: false });
    stream.close();
    const later = await listen(second);
    expect((await later.next('place')).data).toEqual({ place: null, atLeast: false });
    later.close();
  });
});
