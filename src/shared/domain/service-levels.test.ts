import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALWAYS_OPEN } from './service-hours.ts';
import {
  type ClockNotice,
  clockState,
  clocksAfter,
  defaultRules,
  type EndedClock,
  nextNotice,
  noticesAt,
  type Served,
  type ServiceClocks,
  type ServiceRules,
} from './service-levels.ts';
import { MINUTE_MS } from './time.ts';

const targets = { firstReply: 60, nextReply: 30, resolution: 120 };
const RULES: ServiceRules = {
  ...defaultRules('UTC'),
  hours: ALWAYS_OPEN,
  targets: { ...defaultRules('UTC').targets, none: targets, urgent: { ...targets, firstReply: 10 } },
  version: 3,
};

/** What happens to a conversation, each after some minutes. */
type Step = {
  readonly after: number;
  readonly what: 'asks' | 'replies' | 'pending' | 'open' | 'resolved' | 'urgent';
};
const steps = fc.array(
  fc.record({
    after: fc.integer({ min: 1, max: 50 }),
    what: fc.constantFrom<Step['what'][]>('asks', 'replies', 'pending', 'open', 'resolved', 'urgent'),
  }),
  { maxLength: 25 },
);

function next(served: Served, what: Step['what'], at: number): Served {
  if (what === 'asks') return { ...served, status: 'open', waitingSince: served.waitingSince ?? at };
  if (what === 'replies') return { ...served, waitingSince: null };
  if (what === 'urgent') return { ...served, priority: 'urgent' };
  return { ...served, status: what, waitingSince: what === 'open' ? served.waitingSince : null };
}

interface Played {
  readonly at: number;
  readonly served: Served;
  readonly clocks: ServiceClocks;
  readonly ended: readonly EndedClock[];
}

function play(made: readonly Step[], rules = RULES): Played[] {
  let at = 0;
  let served: Served = { status: 'open', priority: 'none', waitingSince: 0 };
  let { clocks } = clocksAfter(null, served, { at, wrote: false }, rules);
  return made.map(({ after, what }) => {
    at += after * MINUTE_MS;
    served = next(served, what, at);
    const result = clocksAfter(clocks, served, { at, wrote: what === 'replies' }, rules);
    clocks = result.clocks;
    return { at, served, ...result };
  });
}

describe('the clocks of a conversation', () => {
  it('run for a reply exactly while a customer waits, and for the resolution until there is one', () => {
    fc.assert(
      fc.property(steps, (made) => {
        for (const { served, clocks } of play(made)) {
          expect(clocks.reply?.startedAt ?? null).toBe(served.waitingSince);
          expect(clocks.resolution === null).toBe(served.status === 'resolved');
          expect(clocks.resolution?.runsSince === null).toBe(served.status === 'pending');
        }
      }),
    );
  });

  it('promise a first reply until the team has written, and then the next one', () => {
    fc.assert(
      fc.property(steps, (made) => {
        let wrote = false;
        for (const [n, { clocks }] of play(made).entries()) {
          if (clocks.reply && !wrote) expect(clocks.reply.kind).toBe('first_reply');
          wrote ||= made[n]?.what === 'replies';
          expect(clocks.replied).toBe(wrote);
        }
      }),
    );
  });

  it('do not change while nothing happens, and follow other rules whatever the order of changes', () => {
    fc.assert(
      fc.property(steps, (made) => {
        const other = {
          ...RULES,
          version: 4,
          targets: { ...RULES.targets, none: { ...targets, nextReply: 5 } },
        };
        for (const { at, served, clocks } of play(made)) {
          const nothing = { at: at + 1, wrote: false };
          expect(clocksAfter(clocks, served, nothing, RULES)).toEqual({ clocks, ended: [] });
          const changed = clocksAfter(clocks, served, nothing, other).clocks;
          expect(clocksAfter(changed, served, nothing, RULES).clocks).toEqual(clocks);
        }
      }),
    );
  });

  it('count for the resolution the time that was not spent pending', () => {
    fc.assert(
      fc.property(steps, (made) => {
        let worked = 0;
        let before: { at: number; counts: boolean } = { at: 0, counts: true };
        for (const { at, served, ended } of play(made)) {
          if (before.counts) worked += at - before.at;
          for (const clock of ended.filter(({ kind }) => kind === 'resolution')) {
            expect(clock.businessMs).toBe(worked);
            expect(clock.kept).toBe(worked <= 120 * MINUTE_MS);
            worked = 0;
          }
          before = { at, counts: served.status === 'open' };
        }
      }),
    );
  });

  it('report each warning and each breach once, however often one looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 20 }), (looks) => {
        const served: Served = { status: 'open', priority: 'none', waitingSince: 0 };
        let { clocks } = clocksAfter(null, served, { at: 0, wrote: false }, RULES);
        const told: ClockNotice[] = [];
        for (const minute of looks.toSorted((a, b) => a - b)) {
          const now = minute * MINUTE_MS;
          const due = nextNotice(clocks);
          const result = noticesAt(clocks, now);
          expect(result.notices.length > 0).toBe(due !== null && due <= now);
          expect(noticesAt(result.clocks, now).notices).toEqual([]);
          clocks = result.clocks;
          told.push(...result.notices);
        }
        expect(new Set(told.map(({ kind, level }) => `${kind} ${level}`)).size).toBe(told.length);
      }),
    );
  });

  it('warn at three quarters of the target and break at its end', () => {
    const served: Served = { status: 'open', priority: 'none', waitingSince: 0 };
    const { clocks } = clocksAfter(null, served, { at: 0, wrote: false }, RULES);
    const stateAt = (minutes: number) => clockState(clocks.reply, minutes * MINUTE_MS);
    expect([stateAt(44), stateAt(45), stateAt(59), stateAt(60)]).toEqual([
      'running',
      'warning',
      'warning',
      'breached',
    ]);
  });

  it('do not let a late wait pass as kept by resolving without a reply', () => {
    const late = play([
      { after: 50, what: 'urgent' },
      { after: 20, what: 'resolved' },
    ]).at(-1);
    expect(late?.ended).toMatchObject([
      { kind: 'first_reply', answered: false, kept: false },
      { kind: 'resolution', kept: true },
    ]);
    const early = play([{ after: 5, what: 'resolved' }]).at(-1);
    expect(early?.ended[0]).toMatchObject({ kind: 'first_reply', answered: false, kept: null });
  });

  it('forget a warning that a longer target takes back, and warn again', () => {
    const served: Served = { status: 'open', priority: 'none', waitingSince: 0 };
    const started = clocksAfter(null, served, { at: 0, wrote: false }, RULES).clocks;
    const at = 61 * MINUTE_MS;
    const { clocks } = noticesAt(started, at);
    expect(clocks.reply?.told).toBe('breached');
    const longer = {
      ...RULES,
      version: 4,
      targets: { ...RULES.targets, none: { ...targets, firstReply: 600 } },
    };
    const after = clocksAfter(clocks, served, { at, wrote: false }, longer).clocks;
    expect(after.reply?.told).toBe('nothing');
    expect(nextNotice({ ...after, resolution: null })).toBe(450 * MINUTE_MS);
  });
});
