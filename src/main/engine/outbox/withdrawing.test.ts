import { describe, expect, it } from 'vitest';
import { settle } from '../../../../tests/support/fake-clock.ts';
import { adjust, bench, no, ok } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';

describe('withdrawing', () => {
  /** An outbox with a command whose answer never came, discarded, and one after it. */
  async function withDiscarded() {
    const b = bench();
    const [maybe, next] = [adjust('i1', 1), adjust('i1', 2)];
    b.outbox.submit(maybe);
    b.outbox.connected();
    b.outbox.caughtUp();
    await settle();
    b.sent[0]?.reject(new LinkError('timeout'));
    await settle();
    b.outbox.submit(next);
    b.topics.length = 0;
    expect(b.outbox.discard({ id: maybe.id }).ok).toBe(true);
    expect(b.topics).toEqual(['inventory:i1']);
    expect(b.outbox.changes([maybe.id]).entries[0]).toMatchObject({ state: 'queued', withdrawing: true });
    await settle();
    expect(b.sent.at(-1)).toMatchObject({ message: 'withdraw', envelope: { id: maybe.id } });
    return { ...b, maybe, next };
  }

  it('deletes a command that may have been sent once the gateway has withdrawn it', async () => {
    const b = await withDiscarded();
    b.sent.at(-1)?.resolve(no(b.maybe.id, { code: 'withdrawn' }));
    await settle();
    expect(b.outbox.changes([b.maybe.id])).toMatchObject({ entries: [], gone: [b.maybe.id], pending: 1 });
    expect(b.refused).toEqual([]);
    expect(b.sent.at(-1)).toMatchObject({ message: 'command', envelope: { id: b.next.id } });
  });

  it('settles a command that the gateway had run', async () => {
    const b = await withDiscarded();
    b.sent.at(-1)?.resolve(ok(b.maybe.id, 5));
    await settle();
    expect(b.outbox.changes([b.maybe.id]).entries[0]).toMatchObject({ state: 'sent', withdrawing: false });
  });

  it('goes on through lost links, restarts and transient errors', async () => {
    const b = await withDiscarded();
    b.sent.at(-1)?.resolve(no(b.maybe.id, { code: 'unavailable' }));
    await settle();
    await b.clock.advanceAsync(31_000);
    expect(b.sent.at(-1)).toMatchObject({ message: 'withdraw', envelope: { id: b.maybe.id } });
    b.outbox.dispose();
    const again = bench({ db: b.db, clock: b.clock });
    again.outbox.connected();
    again.outbox.caughtUp();
    await settle();
    expect(again.sent).toMatchObject([{ message: 'withdraw', envelope: { id: b.maybe.id } }]);
  });

  it('deletes a command that was refused while it was being discarded', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    expect(b.outbox.discard({ id: command.id }).ok).toBe(true);
    b.sent[0]?.resolve(no(command.id, { code: 'conflict' }));
    await settle();
    expect(b.outbox.changes([command.id])).toMatchObject({ entries: [], pending: 0, refused: 0 });
    expect(b.refused).toEqual([]);
  });

  it('keeps and sends the command where the gateway is too old to withdraw it', async () => {
    const b = await withDiscarded();
    b.sent.at(-1)?.resolve({ ok: false, error: { code: 'invalid', message: 'Unknown.', field: 'message' } });
    await settle();
    expect(b.sent.at(-1)).toMatchObject({ message: 'command', envelope: { id: b.maybe.id } });
    expect(b.outbox.changes([b.maybe.id]).entries[0]).toMatchObject({ withdrawing: false });
  });
});

describe('a command that always fails', () => {
  it('is refused with the reason after five answers, and its subject goes on', async () => {
    const b = bench();
    const [poison, next] = [adjust('i1', 1), adjust('i1', 2)];
    for (const command of [poison, next]) b.outbox.submit(command);
    b.outbox.connected();
    b.outbox.caughtUp();
    for (let answers = 1; answers <= 5; answers += 1) {
      await settle();
      expect(b.sent).toHaveLength(answers);
      expect(b.stateOf(poison.id)).toBe('sending');
      b.sent.at(-1)?.resolve(no(poison.id, { code: 'internal', message: 'It broke.' }));
      await b.clock.advanceAsync(31_000);
    }
    await settle();
    expect(b.outbox.changes([poison.id]).entries[0]).toMatchObject({
      state: 'refused',
      error: { code: 'internal', message: 'It broke.' },
    });
    expect(b.refused).toEqual([poison.id]);
    expect(b.sent.at(-1)?.envelope.id).toBe(next.id);
  });

  it('is counted across restarts, also with an error code of a newer gateway', async () => {
    const { db, clock } = bench();
    const poison = adjust();
    bench({ db, clock }).outbox.submit(poison);
    for (let answers = 1; answers <= 5; answers += 1) {
      const b = bench({ db, clock });
      await clock.advanceAsync(31_000);
      b.outbox.connected();
      b.outbox.caughtUp();
      await settle();
      b.sent[0]?.resolve({ ok: false, id: poison.id, error: { code: 'out_of_cheese', message: 'Redo.' } });
      await settle();
      expect(b.stateOf(poison.id)).toBe(answers < 5 ? 'queued' : 'refused');
      b.outbox.dispose();
    }
  });

  it('is not refused for errors that say nothing about it', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    b.outbox.caughtUp();
    for (const answer of [no(command.id, { code: 'unavailable' }), { what: 'is this' }])
      for (let n = 0; n < 10; n += 1) {
        await settle();
        b.sent.at(-1)?.resolve(answer);
        await b.clock.advanceAsync(31_000);
      }
    expect(b.sent).toHaveLength(21);
    expect(b.stateOf(command.id)).toBe('sending');
  });
});

describe('a new link', () => {
  it('sends what was never sent at once, and what was sent only after catching up', async () => {
    const b = bench();
    const [tried, fresh] = [adjust('i1'), adjust('i2')];
    b.outbox.submit(tried);
    b.outbox.connected();
    await settle();
    b.outbox.disconnected();
    b.sent[0]?.reject(new LinkError('closed'));
    await settle();
    b.outbox.submit(fresh);
    b.outbox.connected();
    await settle();
    expect(b.sent.slice(1).map(({ envelope }) => envelope.id)).toEqual([fresh.id]);
    b.outbox.caughtUp();
    await settle();
    expect(b.sent.slice(1).map(({ envelope }) => envelope.id)).toEqual([fresh.id, tried.id]);
  });

  it('does not send again what the log has settled', async () => {
    const b = bench();
    const command = adjust();
    b.outbox.submit(command);
    b.outbox.connected();
    await settle();
    b.outbox.disconnected();
    b.sent[0]?.reject(new LinkError('closed'));
    await settle();
    b.outbox.connected();
    b.db.prepare("UPDATE outbox SET state = 'settled' WHERE id = ?").run(command.id);
    b.outbox.settled([command.id]);
    b.outbox.caughtUp();
    await settle();
    expect(b.sent).toHaveLength(1);
  });

  it('asks again about an accepted command without an event, ahead of later ones', async () => {
    const b = bench();
    const [accepted, next] = [adjust('i1', 1), adjust('i1', 2)];
    b.outbox.submit(accepted);
    b.outbox.connected();
    await settle();
    b.sent[0]?.resolve(ok(accepted.id, 50));
    await settle();
    expect(b.stateOf(accepted.id)).toBe('sent');
    b.outbox.disconnected();
    b.outbox.submit(next);
    b.outbox.connected();
    // The gateway's log was restored and has grown past the old position with other events.
    b.cursors['inventory'] = 60;
    b.outbox.caughtUp();
    await settle();
    expect(b.sent.at(-1)?.envelope.id).toBe(accepted.id);
    b.sent.at(-1)?.resolve(ok(accepted.id, 60));
    await settle();
    expect(b.stateOf(accepted.id)).toBe('settled');
    expect(b.sent.at(-1)?.envelope.id).toBe(next.id);
  });
});
