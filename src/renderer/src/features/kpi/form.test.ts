import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { contentOf, EMPTY_KPI, formOf, parseTarget, targetText, withMetric } from './form.ts';

describe('the form of a KPI', () => {
  it('reads targets as people type them', () => {
    expect(parseTarget('revenue', '1250,50', 'EUR')).toBe(125_050);
    expect(parseTarget('refund_rate', '2.5', 'EUR')).toBe(0.025);
    expect(parseTarget('first_reply', '15', 'EUR')).toBe(15 * MINUTE_MS);
    expect(parseTarget('rating', '6', 'EUR')).toBeNull();
    expect(parseTarget('paid_orders', 'many', 'EUR')).toBeNull();
    expect(parseTarget('paid_orders', '1,000', 'EUR')).toBeNull();
    expect(parseTarget('refund_rate', targetText('refund_rate', 0.12345, 'EUR'), 'EUR')).toBe(0.12345);
    expect(targetText('refund_rate', 0.025, 'EUR')).toBe('2.5');
    expect(targetText('revenue', 125_050, 'EUR')).toBe('1250.50');
  });

  it('says what is wrong, and becomes what was saved', () => {
    const empty = contentOf(EMPTY_KPI, 'k', 'EUR');
    expect('wrong' in empty && [...empty.wrong]).toEqual(['name', 'target']);
    const form = {
      ...EMPTY_KPI,
      name: ' Sales ',
      target: '100',
      alertWhen: 'pace' as const,
      forHours: '0.5',
    };
    const read = contentOf(form, 'k', 'EUR');
    if ('wrong' in read) throw new Error('The form is right.');
    const { kpiId: id, ...content } = read.content;
    expect(content).toMatchObject({
      name: 'Sales',
      target: 10_000,
      alert: { below: 80, forMs: HOUR_MS / 2 },
    });
    const saved = {
      ...content,
      id,
      ownerName: null,
      version: 4,
      changedBy: 'A',
      since: 0,
      first: '2026-01-01',
      reachedAt: null,
    };
    expect(contentOf(formOf(saved, 'EUR'), 'k', 'EUR')).toEqual(read);
  });

  it('drops what another metric cannot have', () => {
    const form = {
      ...EMPTY_KPI,
      by: 'location' as const,
      key: 'shop',
      aggregation: 'daily' as const,
      target: '5',
    };
    expect(withMetric(form, 'first_reply')).toMatchObject({
      ...{ by: 'all', key: '', aggregation: 'total', direction: 'at_most', target: '' },
    });
    expect(withMetric(form, 'refunds')).toMatchObject({ by: 'location', key: 'shop', target: '5' });
  });
});
