import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { ProblemMessage } from '#shared/protocol/messages.ts';
import { GatewayProcess } from '../support/gateway-process.ts';

type Problem = z.infer<typeof ProblemMessage>;

describe('abuse', () => {
  it('is limited: the flood is refused, then the session ends with a code, and others are served', async () => {
    const gateway = await GatewayProcess.start(['admin'], {
      RATE_LIMIT_MESSAGES_PER_SECOND: '50',
      RATE_LIMIT_COMMANDS_PER_SECOND: '20',
    });
    try {
      const [abuser, honest] = [await gateway.connect('admin'), await gateway.connect('admin')];
      for (let n = 0; n < 2000; n += 1) abuser.socket.emit('nonsense', n);
      await abuser.untilReceived('disconnect');
      const codes = abuser
        .named<Problem>('problem')
        .map(({ about, error }) => `${about === 'session' ? 'session ' : ''}${error.code}`);
      expect(new Set(codes)).toEqual(new Set(['invalid', 'session rate_limited']));
      expect(codes.at(-1)).toBe('session rate_limited');
      expect(codes.length).toBeLessThan(300);
      expect(abuser.named<Problem>('problem').at(-1)?.error.retryAfterMs).toBeGreaterThan(0);

      // Commands of one user are limited over their connections; what is over the limit says when to come back.
      const replies = await Promise.all(
        Array.from({ length: 90 }, () => honest.command('alerts.acknowledge', { alertId: 'x', note: null })),
      );
      const refused = replies.filter((reply) => !reply.ok && reply.error.code === 'rate_limited');
      expect(refused.length).toBeGreaterThan(30);
      for (const reply of refused)
        expect(reply).toMatchObject({ error: { retryAfterMs: expect.any(Number) } });
      expect(honest.socket.connected).toBe(true);
      abuser.close();
      honest.close();
    } finally {
      await gateway.stop();
    }
  }, 60_000);
});
