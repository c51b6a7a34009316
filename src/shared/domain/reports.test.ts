import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atRank, type CountedFact, FACT_KINDS, reportOf } from './reports.ts';

const fact = fc.record<CountedFact>({
  kind: fc.constantFrom(...FACT_KINDS),
  agentId: fc.constantFrom('ada', 'ben', null),
  teamId: fc.constantFrom('desk', 'returns', null),
  channel: fc.constantFrom('widget', 'agent', null),
  labels: fc.uniqueArray(fc.constantFrom('refund', 'late', 'gift'), { maxLength: 3 }),
  businessMs: fc.option(fc.nat(1e9)),
  calendarMs: fc.option(fc.nat(1e9)),
  kept: fc.constantFrom(true, false, null),
  score: fc.integer({ min: 1, max: 5 }),
});

describe('a report', () => {
  it('does not depend on the order of facts, and its agents add up to the total', () => {
    fc.assert(
      fc.property(fc.array(fact), (facts) => {
        const report = reportOf(facts, [], 'agent');
        expect(reportOf(facts.toReversed(), [], 'agent')).toEqual(report);
        const sum = (of: (figures: typeof report.total) => number): number =>
          report.groups.reduce((all, { figures }) => all + of(figures), 0);
        expect(sum(({ opened }) => opened)).toBe(report.total.opened);
        expect(sum(({ resolved }) => resolved)).toBe(report.total.resolved);
        expect(sum(({ firstReply }) => firstReply.kept)).toBe(report.total.firstReply.kept);
        expect(sum(({ scores }) => scores)).toBe(report.total.scores);
      }),
    );
  });

  it('has teams and channels that add up to the total', () => {
    fc.assert(
      fc.property(fc.array(fact), fc.constantFrom('team' as const, 'channel' as const), (facts, by) => {
        const { total, groups } = reportOf(facts, [], by);
        expect(groups.reduce((all, { figures }) => all + figures.resolved, 0)).toBe(total.resolved);
        for (const { key, figures } of groups) {
          const mine = facts.filter(
            ({ teamId, channel }) => ((by === 'team' ? teamId : channel) ?? '') === key,
          );
          expect(figures).toEqual(reportOf(mine, [], 'agent').total);
        }
      }),
    );
  });

  it('counts what has several labels in each, and what has none in the empty one', () => {
    fc.assert(
      fc.property(fc.array(fact), (facts) => {
        const { groups } = reportOf(facts, [], 'label');
        for (const { key, figures } of groups) {
          const mine = facts.filter(({ labels }) =>
            key === '' ? labels.length === 0 : labels.includes(key),
          );
          expect(figures).toEqual(reportOf(mine, [], 'agent').total);
        }
      }),
    );
  });

  it('takes messages from the tallies of its own dimension', () => {
    const tallies = [
      { by: 'all' as const, key: '', received: 5, sent: 3 },
      { by: 'agent' as const, key: 'ada', received: 2, sent: 3 },
      { by: 'label' as const, key: 'late', received: 1, sent: 1 },
    ];
    const { total, groups } = reportOf([], tallies, 'agent');
    expect(total).toMatchObject({ received: 5, sent: 3 });
    expect(groups.map(({ key, figures: { received, sent } }) => [key, received, sent])).toEqual([
      ['ada', 2, 3],
    ]);
  });

  it('takes ranks that half, and nine of ten, do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1 }), fc.constantFrom(0.5, 0.9), (values, share) => {
        const rank =
          atRank(
            values.toSorted((a, b) => a - b),
            share,
          ) ?? -1;
        expect(values.filter((value) => value <= rank).length).toBeGreaterThanOrEqual(share * values.length);
        expect(values.filter((value) => value < rank).length).toBeLessThan(share * values.length);
      }),
    );
    expect(atRank([], 0.5)).toBeNull();
  });
});
