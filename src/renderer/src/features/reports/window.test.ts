import { describe, expect, it } from 'vitest';
import { lastDays, readWindow } from './window.ts';

const NOW = Date.parse('2026-03-30T23:30:00Z');

describe('the window of a report', () => {
  it('has today and the days before it, by the calendar of the workspace', () => {
    expect(lastDays(7, NOW, 'UTC')).toEqual({ from: '2026-03-24', to: '2026-03-30' });
    expect(lastDays(7, NOW, 'Europe/Berlin')).toEqual({ from: '2026-03-25', to: '2026-03-31' });
    expect(lastDays(1, NOW, 'UTC')).toEqual({ from: '2026-03-30', to: '2026-03-30' });
  });

  it('is read from the address', () => {
    const read = (text: string) => readWindow(new URLSearchParams(text), NOW, 'UTC');
    expect(read('days=28')).toEqual({ window: '28', days: lastDays(28, NOW, 'UTC') });
    expect(read('days=5').window).toBe('7');
    expect(read('from=2026-01-01&to=2026-01-31')).toEqual({
      window: 'custom',
      days: { from: '2026-01-01', to: '2026-01-31' },
    });
  });
});
