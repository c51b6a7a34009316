import { Meter, UsageDay, UsageThreshold } from '../domain/usage.ts';
import { bool, defineRow, json } from './define.ts';

/** Meters. */
export const meterRow = defineRow({
  kind: 'meter',
  schema: Meter,
  key: ['key'],
  codecs: { thresholds: json<Meter['thresholds']>(), own: bool },
});
/** What was used on a day. */
export const usageDayRow = defineRow({ kind: 'usage_day', schema: UsageDay, key: ['meter', 'day'] });
/** Thresholds that were reached. */
export const usageThresholdRow = defineRow({
  kind: 'usage_threshold',
  schema: UsageThreshold,
  key: ['meter', 'period', 'percent'],
});
