import { describe, expect, it } from 'vitest';
import type { Activity } from '#shared/bridge/live.ts';
import { makeActivity } from '../../../../../tests/support/make/activity.ts';
import { CATALOG } from '../../app/catalog.ts';
import { WORDS } from '../../app/words.ts';
import { createFormat } from '../../format/format.ts';
import { createI18n } from '../../i18n/index.ts';
import { reuseFigure } from '../../stores/figures.ts';
import { activityText as textOf } from './activity-text.ts';
import { changeTone } from './change-tone.ts';
import { axisTicks, tickLabel } from './chart-ticks.ts';

const base = makeActivity();
const i18n = createI18n('en', WORDS);
const format = createFormat('en-GB', 'UTC');
const activityText = (words: typeof i18n, numbers: typeof format, event: Activity): string =>
  textOf(words, numbers, event, CATALOG.channels[event.channel]);

describe('activity in words', () => {
  it('writes amounts as money and differences with their sign', () => {
    const values = { order: 'CA-1', customer: 'Claire', total: 26_196, currency: 'USD' };
    expect(activityText(i18n, format, { ...base, values })).toBe('Claire ordered CA-1, $261.96');
    const moved = activityText(i18n, format, {
      ...base,
      channel: 'inventory',
      type: 'inventory.stock_adjusted',
      values: { item: 'Copier', location: 'Harbour', delta: 3, lines: 3 },
    });
    expect(moved).toBe('Adjusted +3: Copier, Harbour (and 2 more)');
  });

  it('says what is missing and never shows a placeholder', () => {
    expect(
      activityText(i18n, format, {
        ...base,
        values: { order: 'CA-1', customer: null, total: 5, currency: 'USD' },
      }),
    ).toBe('Guest order ordered CA-1, $0.05');
    expect(activityText(i18n, format, base)).not.toContain('{{');
    expect(activityText(i18n, format, { ...base, type: 'orders.invented' })).toBe('orders.invented');
  });

  it('names what an alert is about', () => {
    const values = { kind: 'low_stock', item: 'Copier', location: 'Harbour', value: 2 };
    expect(activityText(i18n, format, { ...base, channel: 'alerts', type: 'alerts.raised', values })).toBe(
      'Alert: low stock: Copier, Harbour',
    );
    expect(
      activityText(i18n, format, {
        ...base,
        channel: 'alerts',
        type: 'alerts.resolved',
        values: { kind: 'manual', message: 'Till 2 is down' },
      }),
    ).toBe('Resolved: Till 2 is down');
  });

  it('does not interpret what customers write', () => {
    const text = activityText(i18n, format, {
      ...base,
      channel: 'chat',
      type: 'chat.message_sent',
      values: { author: 'Claire', preview: '$t(common.close) {{actor}} <b>' },
    });
    expect(text).toContain('<b>');
    expect(text).toContain('$t(common.close)');
  });
});

describe('figures', () => {
  it('judge a change by what is good for the figure', () => {
    expect(changeTone('revenue', 0.1)).toBe('good');
    expect(changeTone('refunds', 0.1)).toBe('bad');
    expect(changeTone('refunds', -0.1)).toBe('good');
    expect(changeTone('openChats', 5)).toBe('neutral');
    expect(changeTone('revenue', 0.0001)).toBe('neutral');
  });

  it('keep their object while nothing in them changes', () => {
    const figure = { value: 1, previous: 2, change: -0.5, spark: [1, 2], known: true };
    expect(reuseFigure(figure, { ...figure, spark: [1, 2] })).toBe(figure);
    const changed = { ...figure, spark: [1, 3] };
    expect(reuseFigure(figure, changed)).toBe(changed);
  });

  it('label a week at midnights, each day once', () => {
    const start = Date.UTC(2026, 10, 14, 5, 15);
    const points = Array.from({ length: 168 }, (_, i) => ({ at: start + i * 3_600_000 }));
    const week = { grain: 'hour', timeZone: 'Asia/Kathmandu', points } as const;
    const { ticks } = axisTicks(week);
    expect(ticks).toHaveLength(7);
    const kathmandu = createFormat('en-GB', 'Asia/Kathmandu');
    for (const tick of ticks ?? []) expect(tickLabel(kathmandu, week, tick)).toMatch(/, 00:00$/);
    expect(axisTicks({ ...week, points: points.slice(0, 25) })).toEqual({});
  });
});
