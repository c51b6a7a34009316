import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceFact } from '#shared/domain/reports.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('reports');
const at = (text: string): number => Date.parse(text);
const fact = (id: string, change: Partial<ServiceFact>): ServiceFact => ({
  id,
  kind: 'first_reply',
  conversationId: 'c',
  at: at('2026-03-10T12:00:00Z'),
  agentId: 'ada',
  agentName: 'Ada',
  teamId: null,
  channel: 'widget',
  labels: ['late'],
  businessMs: 1000,
  calendarMs: 2000,
  kept: true,
  score: null,
  ...change,
});

beforeAll(() => {
  const facts = [
    fact('a', {}),
    fact('b', { businessMs: 3000, kept: false, labels: [] }),
    fact('c', { kind: 'rating', score: 4, agentId: null, agentName: null }),
    fact('early', { at: at('2026-03-09T23:59:59Z') }),
    fact('late', { at: at('2026-03-12T00:00:00Z') }),
  ];
  const tallies = [
    { day: '2026-03-10', by: 'all' as const, key: '', received: 3, sent: 2 },
    { day: '2026-03-11', by: 'all' as const, key: '', received: 1, sent: 0 },
    { day: '2026-03-12', by: 'all' as const, key: '', received: 9, sent: 9 },
    { day: '2026-03-10', by: 'agent' as const, key: 'ada', received: 0, sent: 2 },
  ];
  const events = [
    makeEvent('reports.recorded', {
      facts: facts.map((one) => ({ ...one, score: one.kind === 'rating' ? 1 : null })),
      replaced: [],
    }),
    // Whole rows replace those with the same key.
    makeEvent('reports.recorded', { facts, replaced: [] }),
    makeEvent('reports.counted', { tallies, upToSeq: 5 }),
  ];
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
});

describe('a report of the cache', () => {
  it('has the facts and messages of its days, both ends included', () => {
    const report = askCache(
      cache.writer,
      'reports.report',
      { from: '2026-03-10', to: '2026-03-11', group: 'agent' },
      1,
    );
    expect(report.total).toMatchObject({
      received: 4,
      sent: 2,
      firstReply: { count: 2, business: { median: 1000, p90: 3000 }, kept: 1, broken: 1 },
      ratings: 1,
      scores: 4,
    });
    expect(report.groups.map(({ key, name, figures }) => [key, name, figures.sent, figures.ratings])).toEqual(
      [
        ['', null, 0, 1],
        ['ada', 'Ada', 2, 0],
      ],
    );
    expect(report).toMatchObject({ missingBefore: null, cut: false });
  });

  it('is by label, and takes days in the wrong order', () => {
    const report = askCache(
      cache.writer,
      'reports.report',
      { from: '2026-03-11', to: '2026-03-10', group: 'label' },
      1,
    );
    expect(report.groups.map(({ key, figures }) => [key, figures.firstReply.count])).toEqual([
      ['', 1],
      ['late', 1],
    ]);
  });
});
