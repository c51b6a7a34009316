import { dayOf } from '#shared/domain/time.ts';
import { expect } from '../fixtures.ts';
import { type Desk, go, settles } from './desk.ts';

const COUNTED = `SELECT coalesce(sum(messages), 0) AS messages, coalesce(sum(parts), 0) AS parts FROM filter_tallies
  WHERE rule = @rule AND day >= @from AND day <= @to`;
const RULES = ['cards', 'words', 'flood', 'repeat'] as const;

const dayAgo = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const shown = (value: number): string => value.toLocaleString('en-GB');

/** The counters of the message filter: against the counts of days, and those of masked texts against the messages themselves. */
export async function compareFilter(desk: Desk, zone: string): Promise<void> {
  const { page, ask, count, userId } = desk;
  const [{ role } = { role: 'agent' }] = ask<{ role: string }>('SELECT role FROM users WHERE id = ?', userId);
  if (role !== 'manager' && role !== 'admin') return;
  await go(desk, '/filter');
  await settles(desk, async () => {
    const today = dayOf(Date.now(), zone);
    const from = { today, week: dayAgo(today, 6), month: dayAgo(today, 29) };
    for (const rule of RULES) {
      const row = page.locator(`tr[data-rule="${rule}"]`);
      const cell = async (period: string): Promise<string | null> =>
        row.locator(`td[data-period="${period}"]`).textContent();
      const text = ({ messages = 0, parts = 0 }: { messages?: number; parts?: number } = {}): string =>
        rule === 'words' && parts !== messages
          ? `${shown(messages)} (${shown(parts)} words)`
          : shown(messages);
      for (const [period, first] of Object.entries(from))
        expect(await cell(period)).toBe(
          text(ask<{ messages: number; parts: number }>(COUNTED, { rule, from: first, to: today })[0]),
        );
      const [total] = ask<{ messages: number; parts: number }>(
        `SELECT messages, parts FROM filter_tallies WHERE rule = ? AND day = 'total'`,
        rule,
      );
      expect(await cell('total')).toBe(text(total));
    }
    // Rooms and ratings are counted too, but the demo writes nothing there that is masked.
    const masked = (part: 'cards' | 'words'): number =>
      count(`SELECT count(*) AS n FROM messages WHERE masked ->> '${part}' > 0`);
    for (const part of ['cards', 'words'] as const)
      expect(count(`SELECT messages AS n FROM filter_tallies WHERE rule = '${part}' AND day = 'total'`)).toBe(
        masked(part),
      );
  });
}
