import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AgentLoad,
  AVAILABILITIES,
  AVAILABILITY_CAUSES,
  AWAY_CAUSES,
  afterAvailability,
  byWait,
  planClaims,
  savedTeam,
  type Waiting,
} from './assignment.ts';

const TEAMS = ['a', 'b', 'c'] as const;
const PEOPLE = ['u1', 'u2', 'u3', 'u4'] as const;

const waiting = fc
  .array(fc.record({ teamId: fc.constantFrom(...TEAMS), waitingSince: fc.integer({ min: 0, max: 9 }) }), {
    maxLength: 25,
  })
  .map((all) => all.map((one, n): Waiting => ({ ...one, conversationId: `k${String(n).padStart(2, '0')}` })));
const agents = fc.uniqueArray(
  fc.record({
    userId: fc.constantFrom(...PEOPLE),
    open: fc.integer({ min: 0, max: 6 }),
    capacity: fc.integer({ min: 1, max: 6 }),
    lastAssignedSeq: fc.integer({ min: 0, max: 5 }),
  }),
  { selector: ({ userId }) => userId },
);
const members = fc
  .record({
    a: fc.subarray([...PEOPLE]),
    b: fc.subarray([...PEOPLE]),
    c: fc.subarray([...PEOPLE]),
  })
  .map((teams) => new Map<string, readonly string[]>(Object.entries(teams)));

/** The rule said one step at a time, as a person would: who waits longest, who may take it, whose turn it is. */
function model(queue: readonly Waiting[], present: readonly AgentLoad[], teams: typeof EMPTY) {
  const free = present.map((agent) => ({ ...agent, turn: [agent.lastAssignedSeq, 0] as [number, number] }));
  const given: (readonly [string, string])[] = [];
  [...queue].sort(byWait).forEach(({ conversationId, teamId }, step) => {
    const able = free.filter(
      ({ userId, open, capacity }) => open < capacity && teams.get(teamId)?.includes(userId),
    );
    able.sort((a, b) => a.turn[1] - b.turn[1] || a.turn[0] - b.turn[0] || (a.userId < b.userId ? -1 : 1));
    const [next] = able;
    if (next === undefined) return;
    next.open += 1;
    next.turn = [0, step + 1];
    given.push([conversationId, next.userId]);
  });
  return given;
}
const EMPTY = new Map<string, readonly string[]>();

describe('the assigner', () => {
  it('decides as the rule says, whatever waits and whoever is there', () => {
    fc.assert(
      fc.property(waiting, agents, members, (queue, present, teams) => {
        const claims = planClaims(queue, present, teams);
        expect(claims.map(({ conversationId, userId }) => [conversationId, userId])).toEqual(
          model(queue, present, teams),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('puts nobody over their capacity, gives nothing twice, and only to members', () => {
    fc.assert(
      fc.property(waiting, agents, members, (queue, present, teams) => {
        const claims = planClaims(queue, present, teams);
        expect(new Set(claims.map(({ conversationId }) => conversationId)).size).toBe(claims.length);
        for (const { userId, open, capacity } of present) {
          const got = claims.filter((claim) => claim.userId === userId);
          if (got.length > 0) expect(open + got.length).toBeLessThanOrEqual(capacity);
          for (const { conversationId } of got) {
            const team = queue.find((one) => one.conversationId === conversationId)?.teamId ?? '';
            expect(teams.get(team)).toContain(userId);
          }
        }
      }),
    );
  });

  it('leaves nobody waiting before a younger conversation of the same team', () => {
    fc.assert(
      fc.property(waiting, agents, members, (queue, present, teams) => {
        const claimed = new Set(
          planClaims(queue, present, teams).map(({ conversationId }) => conversationId),
        );
        for (const team of TEAMS) {
          const order = queue.filter(({ teamId }) => teamId === team).sort(byWait);
          const taken = order.map(({ conversationId }) => claimed.has(conversationId));
          expect(taken).toEqual([...taken].sort((a, b) => Number(b) - Number(a)));
        }
      }),
    );
  });

  it('takes turns', () => {
    const queue = ['1', '2', '3', '4'].map((id) => ({
      conversationId: id,
      teamId: 'a',
      waitingSince: Number(id),
    }));
    const pair = ['u1', 'u2'].map((userId) => ({ userId, open: 0, capacity: 5, lastAssignedSeq: 0 }));
    const teams = new Map([['a', ['u1', 'u2']]]);
    expect(planClaims(queue, pair, teams).map(({ userId }) => userId)).toEqual(['u1', 'u2', 'u1', 'u2']);
  });
});

describe('availability', () => {
  it('is never gained by what a machine reports', () => {
    const states = fc.constantFrom(...AVAILABILITIES);
    const causes = fc.constantFrom(...AVAILABILITY_CAUSES);
    fc.assert(
      fc.property(states, causes, fc.constantFrom(...AWAY_CAUSES), states, (state, cause, report, asked) => {
        const next = afterAvailability({ state, cause }, { state: asked, cause: report });
        if (next === null) return;
        expect(['online', 'busy']).toContain(state);
        expect(next).toEqual({ state: 'away', cause: report });
      }),
    );
  });

  it('is what its agent chooses', () => {
    expect(
      afterAvailability({ state: 'away', cause: 'locked' }, { state: 'online', cause: 'chosen' }),
    ).toEqual({ state: 'online', cause: 'chosen' });
    expect(
      afterAvailability({ state: 'online', cause: 'chosen' }, { state: 'online', cause: 'chosen' }),
    ).toBeNull();
    expect(
      afterAvailability({ state: 'offline', cause: 'chosen' }, { state: 'away', cause: 'idle' }),
    ).toBeNull();
  });
});

describe('a team', () => {
  it('gets no conversations once it is archived', () => {
    const content = {
      teamId: 't',
      name: 'Orders',
      memberIds: ['u', 'u'],
      automatic: true,
      intake: true,
      archived: true,
    };
    expect(savedTeam({ version: 3, leaderIds: ['u', 'gone'] }, content, 'Ada')).toEqual({
      id: 't',
      name: 'Orders',
      memberIds: ['u'],
      // Only members lead.
      leaderIds: ['u'],
      automatic: false,
      intake: false,
      archived: true,
      version: 4,
      changedBy: 'Ada',
    });
  });
});
