import { z } from 'zod';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { dayOf } from '#shared/domain/time.ts';
import {
  MAX_METERS,
  Meter,
  OWN_METER_KEYS,
  type UsageDay,
  type UsagePeriod,
  usagePeriod,
  usedOf,
  valuesOf,
  withOwnMeters,
} from '#shared/domain/usage.ts';
import { firstCountedDay, limitDay, projectUsage } from '#shared/domain/usage-projection.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { defineTable } from '#shared/rows/table.ts';
import { meterRow, usageDayRow, usageThresholdRow } from '#shared/rows/usage.ts';
import type { Effects, EngineDomain, NewsSource } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, meta, pendingEffects, type Reader } from '../../store/reader.ts';
import * as created from './migrations/0590-usage.ts';

const metersTable = defineTable(meterRow, { name: 'meters', identity: ['key'] });
const daysTable = defineTable(usageDayRow, { name: 'usage_days', identity: ['meter', 'day'] });
const thresholdsTable = defineTable(usageThresholdRow, {
  name: 'usage_thresholds',
  identity: ['meter', 'period', 'percent'],
});

/** Projects the channel `usage`. */
function usageProjection(context: ProjectionContext): ChannelProjection<'usage'> {
  const meters = context.bind(metersTable);
  const days = context.bind(daysTable);
  const thresholds = context.bind(thresholdsTable);
  const removeDays = days.removerBelow('day');
  const changed = (): true => {
    context.changes.touchAll('usage');
    return true;
  };
  const putDays = (all: readonly UsageDay[]): true => {
    for (const day of all) days.upsert(day, {});
    return changed();
  };
  return {
    channel: 'usage',
    tallies: [],
    events: {
      'usage.meter_set': ({ data }) => {
        meters.upsert(data.meter, {});
        return changed();
      },
      'usage.counted': ({ data }) => putDays(data.days),
      'usage.recorded': ({ data }) => putDays([data.day]),
      'usage.threshold_reached': ({ data }) => {
        thresholds.upsert(data.threshold, {});
        return changed();
      },
      'usage.trimmed': ({ data }) => {
        removeDays(data.before);
        return changed();
      },
    },
    rows: {
      meter: (row) => void meters.upsert(meterRow.schema.parse(row), {}),
      usage_day: (row) => void days.upsert(usageDayRow.schema.parse(row), {}),
      usage_threshold: (row) => void thresholds.upsert(usageThresholdRow.schema.parse(row), {}),
    },
    clear: () => {
      meters.clear();
      days.clear();
      thresholds.clear();
    },
  };
}

const { key, name, unit, aggregation, quota, thresholds: percentages } = Meter.shape;
const MeterEffect = z.object({
  kind: z.literal('meter'),
  key,
  name,
  unit,
  aggregation,
  quota,
  thresholds: percentages,
});

const effects: Effects<z.infer<typeof MeterEffect>> = {
  schema: MeterEffect,
  of: { 'usage.set_meter': ({ seen: _, ...meter }) => ({ kind: 'meter', ...meter }) },
  topic: (effect) => ({ topic: 'usage', key: effect.key }),
};

/** Returns the meters with unsettled changes, the gateway's own first. Each change raises the version. */
function expectedMeters(reader: Reader): { readonly meter: Meter; readonly pending: boolean }[] {
  const meters = new Map(
    withOwnMeters(
      reader
        .all<StoredRow>(`SELECT ${metersTable.select()} FROM meters ORDER BY name, key LIMIT ${MAX_METERS}`)
        .map(metersTable.decode),
    ).map((meter) => [meter.key, { meter, pending: false }]),
  );
  for (const { effect } of pendingEffects(reader, MeterEffect)) {
    const { kind: _, ...change } = effect;
    const before = meters.get(effect.key)?.meter;
    const own = before?.own ?? false;
    meters.set(effect.key, {
      meter: { ...change, name: own ? '' : change.name, own, version: (before?.version ?? 0) + 1 },
      pending: true,
    });
  }
  return [...meters.values()].slice(0, MAX_METERS);
}

/** Returns how the days of a meter become one value, and those of a period; null if there is no such meter. */
export function courseOf(
  reader: Reader,
  meter: string,
  period: UsagePeriod,
  now: number,
): Parameters<typeof projectUsage>[0] | null {
  const found = expectedMeters(reader).find((one) => one.meter.key === meter);
  return found ? courseOfMeter(reader, found.meter, period, now) : null;
}

function courseOfMeter(reader: Reader, { key, aggregation }: Meter, period: UsagePeriod, now: number) {
  const since = reader.get<{ day: string | null }>(
    'SELECT min(day) AS day FROM usage_days WHERE meter = ?',
    key,
  );
  return { aggregation, period, days: daysOf(reader, key, period), since: since?.day ?? null, now };
}

function daysOf(reader: Reader, meter: string, period: UsagePeriod): UsageDay[] {
  return reader
    .all<StoredRow>(
      `SELECT ${daysTable.select()} FROM usage_days WHERE meter = ? AND day >= ? AND day <= ? ORDER BY day`,
      meter,
      period.days[0] ?? '',
      period.days.at(-1) ?? '',
    )
    .map(daysTable.decode);
}

/** Returns the usage of a month. */
function overview(
  reader: Reader,
  { back }: MethodInput<'usage.overview'>,
  now: number,
): MethodOutput<'usage.overview'> {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const period = usagePeriod(now, timeZone, -back);
  const today = dayOf(now, timeZone);
  const shown = period.days.filter((day) => day <= today);
  const meters = expectedMeters(reader).map(({ meter, pending }) => {
    const course = courseOfMeter(reader, meter, period, now);
    const { aggregation: how, days } = course;
    const values = valuesOf(how, days, shown);
    return {
      meter,
      pending,
      used: usedOf(how, days),
      days: shown.map((day, i) => ({ day, value: values[i] ?? 0 })).slice(firstCountedDay(course)),
      projection: projectUsage(course),
      limitDay: limitDay(course, meter),
      reached: reader.all<{ percent: number; at: number }>(
        'SELECT percent, at FROM usage_thresholds WHERE meter = ? AND period = ? ORDER BY percent LIMIT 50',
        meter.key,
        period.key,
      ),
    };
  });
  const { key: month, from, to } = period;
  return { period: month, from, to, timeZone, meters, asOf: asOf(reader, ['usage']) };
}

/** A threshold that was reached, if people are told of it. */
const reachedNews: NewsSource<'usage.threshold_reached'> = {
  kind: 'told',
  isNews: ({ data }) => data.told,
  toast: ({ id, data: { threshold, name: named } }) => ({
    id,
    category: 'billing',
    severity: threshold.percent >= 100 ? 'critical' : 'warning',
    message: OWN_METER_KEYS.some((own) => own === threshold.meter)
      ? `toast.usage_${threshold.meter}`
      : 'toast.usage_recorded',
    values: { percent: threshold.percent, meter: named === '' ? threshold.meter : named },
    subject: { kind: 'meter', id: threshold.meter },
    about: 'team',
  }),
};

/** The domain of usage. */
export const usageDomain: EngineDomain = {
  name: 'usage',
  migrations: [{ version: 590, ...created }],
  projections: { usage: usageProjection },
  dumps: { usage: dumpTables(metersTable, daysTable, thresholdsTable) },
  reads: { 'usage.overview': overview },
  effects,
  bookkeeping: ['usage.counted', 'usage.recorded', 'usage.trimmed'],
  activity: {
    'usage.meter_set': ({ meter }) => ({
      values: { meter: meter.name === '' ? meter.key : meter.name },
      subject: { kind: 'meter', id: meter.key },
    }),
    'usage.counted': ({ days }) => ({ values: { days: days.length }, subject: null }),
    'usage.recorded': ({ record }) => ({
      values: { meter: record.meter, quantity: record.quantity },
      subject: { kind: 'meter', id: record.meter },
    }),
    'usage.threshold_reached': ({ threshold, name: named }) => ({
      values: { meter: named === '' ? threshold.meter : named, percent: threshold.percent },
      subject: { kind: 'meter', id: threshold.meter },
    }),
    'usage.trimmed': () => ({ values: {}, subject: null }),
  },
  news: { 'usage.threshold_reached': reachedNews },
};
