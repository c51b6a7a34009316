import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_SEVERITIES } from './alerts.ts';
import {
  ATTENTION_REASONS,
  attentionOf,
  type Candidate,
  compareAttention,
  rankAttention,
} from './attention.ts';
import { CONVERSATION_STATUSES, PRIORITIES } from './chat.ts';
import type { ServiceClocks } from './service-levels.ts';

const clocksOf = (kind: 'reply' | 'resolution', dueAt: number): ServiceClocks => {
  const times = {
    startedAt: 0,
    targetMs: dueAt,
    warnAt: Math.ceil(dueAt * 0.75),
    dueAt,
    told: 'nothing' as const,
  };
  return {
    version: 1,
    replied: false,
    reply: kind === 'reply' ? { kind: 'first_reply', ...times } : null,
    resolution: kind === 'resolution' ? { ...times, usedMs: 0, runsSince: 0 } : null,
    resolvedAt: null,
  };
};

const conversation = fc
  .record({
    id: fc.nat(1e6).map((n) => `c${n}`),
    status: fc.constantFrom(...CONVERSATION_STATUSES),
    priority: fc.constantFrom(...PRIORITIES),
    waitingSince: fc.option(fc.nat(100)),
    clocks: fc.option(
      fc.tuple(fc.constantFrom('reply' as const, 'resolution' as const), fc.integer({ min: 1, max: 200 })),
    ),
    mine: fc.boolean(),
  })
  .map(
    ({ mine, clocks, ...rest }): Candidate => ({
      type: 'conversation',
      mine,
      conversation: { ...rest, clocks: clocks && clocksOf(...clocks) },
    }),
  );
const alert = fc
  .record({
    id: fc.nat(1e6).map((n) => `a${n}`),
    severity: fc.constantFrom(...ALERT_SEVERITIES),
    raisedAt: fc.nat(100),
  })
  .map((one): Candidate => ({ type: 'alert', alert: one }));
const idOf = (candidate: Candidate): string =>
  candidate.type === 'alert' ? candidate.alert.id : candidate.conversation.id;
const candidates = fc.uniqueArray(fc.oneof(conversation, alert), { selector: idOf, maxLength: 30 });

describe('the attention queue', () => {
  it('is one order, whatever the order in which one asks', () => {
    fc.assert(
      fc.property(candidates, fc.nat(200), (all, now) => {
        const queue = rankAttention(all, now);
        expect(rankAttention(all.toReversed(), now)).toEqual(queue);
        for (const [n, one] of queue.entries())
          for (const [m, other] of queue.entries())
            expect(Math.sign(compareAttention(one, other))).toBe(Math.sign(n - m));
      }),
    );
  });

  it('keeps the order of the others when one comes or goes', () => {
    fc.assert(
      fc.property(candidates, fc.nat(200), fc.nat(), (all, now, at) => {
        const gone = all[at % Math.max(1, all.length)];
        const without = rankAttention(
          all.filter((one) => one !== gone),
          now,
        );
        expect(rankAttention(all, now).filter(({ candidate }) => candidate !== gone)).toEqual(without);
      }),
    );
  });

  it('never lets a waiting customer fall behind because time passes', () => {
    fc.assert(
      fc.property(conversation, fc.nat(200), fc.nat(200), (one, now, later) => {
        const rank = (at: number): number => {
          const found = attentionOf(one, at);
          return found === null ? ATTENTION_REASONS.length : ATTENTION_REASONS.indexOf(found.reason);
        };
        expect(rank(now + later)).toBeLessThanOrEqual(rank(now));
      }),
    );
  });

  it('leaves out what is resolved, and what is put aside or pending until its clock warns', () => {
    const of = (status: 'resolved' | 'snoozed' | 'open', now: number) =>
      attentionOf(
        {
          type: 'conversation',
          mine: true,
          conversation: {
            id: 'c',
            status,
            priority: 'none',
            waitingSince: 0,
            clocks: clocksOf('reply', 100),
          },
        },
        now,
      )?.reason ?? null;
    expect([
      of('resolved', 200),
      of('snoozed', 10),
      of('snoozed', 80),
      of('open', 10),
      of('open', 100),
    ]).toEqual([null, null, 'clock_warning', 'waiting', 'clock_breached']);
  });
});
