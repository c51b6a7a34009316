import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { settle } from '../../../../tests/support/fake-clock.ts';
import { bench, ok } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';

const message = (body: string, conversationId = 'c1') => ({
  id: uuidv7(),
  type: 'chat.send_message',
  data: { conversationId, messageId: uuidv7(), kind: 'text', body },
});

describe('edit', () => {
  it('changes what was never sent, with its effect, and keeps its place', async () => {
    const b = bench();
    const [first, second] = [message('Helo'), message('Bye')];
    for (const command of [first, second]) b.outbox.submit(command);
    const edited = b.outbox.edit({ id: first.id, data: { ...first.data, body: 'Hello' } });
    expect(edited).toMatchObject({
      ok: true,
      value: { id: first.id, state: 'queued', data: { body: 'Hello' } },
    });
    expect(b.db.prepare('SELECT effect FROM outbox WHERE id = ?').pluck().get(first.id)).toContain('Hello');
    expect(b.topics.at(-1)).toBe('chat:c1');
    b.outbox.connected();
    await settle();
    expect(b.sent.map(({ envelope }) => envelope)).toMatchObject([{ id: first.id, data: { body: 'Hello' } }]);
  });

  it('changes nothing that may have been sent', async () => {
    const b = bench();
    const command = message('Hello');
    const edit = () => b.outbox.edit({ id: command.id, data: { ...command.data, body: 'Other' } });
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    expect(edit()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    // Queued again after a lost link: the server may have it.
    b.outbox.disconnected();
    b.sent[0]?.reject(new LinkError('closed'));
    await settle();
    expect(b.stateOf(command.id)).toBe('queued');
    expect(edit()).toMatchObject({ ok: false, error: { code: 'conflict' } });
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    expect(b.sent.at(-1)?.envelope.data).toMatchObject({ body: 'Hello' });
    b.sent.at(-1)?.resolve(ok(command.id));
    await settle();
    expect(edit()).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('refuses bad data, another record, and what is not there', () => {
    const b = bench();
    const command = message('Hello');
    b.outbox.submit(command);
    const edit = (data: object) => b.outbox.edit({ id: command.id, data: { ...command.data, ...data } });
    expect(edit({ body: ' ' })).toMatchObject({ ok: false, error: { code: 'invalid', field: 'body' } });
    expect(edit({ conversationId: 'c2' })).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(b.outbox.edit({ id: uuidv7(), data: command.data })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(b.outbox.changes([command.id]).entries).toMatchObject([{ data: { body: 'Hello' } }]);
  });
});
