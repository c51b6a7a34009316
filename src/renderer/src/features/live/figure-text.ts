import { type FigureName, RATES } from '#shared/domain/figures.ts';
import type { Format } from '../../format/format.ts';

const MONEY: ReadonlySet<FigureName> = new Set(['revenue', 'aov', 'refunds']);

/** Returns a figure's value in words: money short or in full, counts as they are. */
export function figureText(
  format: Format,
  name: FigureName,
  value: number | null,
  currency: string,
  full = false,
): string {
  if (RATES.some((rate) => rate === name)) return format.percent(value);
  if (!MONEY.has(name)) return format.integer(value);
  return full ? format.money(value, currency) : format.moneyShort(value, currency);
}
