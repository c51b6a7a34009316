import type { StockRow } from '#shared/bridge/inventory.ts';
import type { Tone } from '../../components/badge.tsx';

export type StockStatus = StockRow['status'];

export const STATUS_TONE: Readonly<Record<StockStatus, Tone>> = { ok: 'ok', low: 'warn', out: 'crit' };

/** How a level stands: out at nothing available, low at or below its threshold. */
export function stockStatus(available: number, lowAt: number): StockStatus {
  if (available <= 0) return 'out';
  return available <= lowAt ? 'low' : 'ok';
}

/** A change with its sign, for reading: +5, −3. */
export function signed(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(value);
}
