import { toMajorUnits } from '#shared/domain/money.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { gatewayNow } from '../bridge/gateway-time.ts';

const NO_VALUE = '–';

/** Formats numbers, money and times in one locale and time zone with Intl. Formatters are created once. */
export interface Format {
  readonly locale: string;
  /** The time zone of all times. */
  readonly timeZone: string;
  /** A whole number with its grouping. */
  integer(value: number | null): string;
  /** A number with at most `digits` decimals, one by default. */
  decimal(value: number | null, digits?: number): string;
  /** A number with exactly `digits` decimals, one by default: for columns, where they stand below each other. */
  fixed(value: number | null, digits?: number): string;
  /** A fraction as a percentage without a sign; 0.256 is 25.6 %. */
  percent(fraction: number | null): string;
  /** A change as a percentage with its sign; 0.25 is +25 %. Beyond ten times it is rounded. */
  change(fraction: number | null): string;
  /** Minor units of a currency, in full. */
  money(minor: number | null, currency: string): string;
  /** The same, compact from 100,000 and without minor digits from 10,000, for figures and axes. */
  moneyShort(minor: number | null, currency: string): string;
  /** As short as possible, for axes: $2.5K. */
  moneyAxis(minor: number, currency: string): string;
  /** A whole number with its sign, for differences. */
  delta(value: number): string;
  /** 14:02:31 */
  clock(at: number): string;
  /** 14:02 */
  time(at: number): string;
  /** 21 Nov */
  day(at: number): string;
  /** Saturday, 21 November 2026 */
  longDay(at: number): string;
  /** November 2026 */
  month(at: number): string;
  /** The calendar day, `2026-11-21`, to compare days by. */
  calendarDay(at: number): string;
  /** 21 Nov 2026, of a calendar day such as `2026-11-21`. */
  isoDay(day: string): string;
  /** 21 Nov 2026, 14:02 */
  dateTime(at: number): string;
  /** The time if it is today, else date and time. `now` is the gateway's time by default. */
  moment(at: number, now?: number): string;
  /** "3 minutes ago"; the caller provides `now` and decides when to update. */
  ago(at: number, now: number): string;
  /** "3 min": the same in short form, for dense lists. */
  age(at: number, now: number): string;
  /** Bytes in kB, MB, GB. */
  bytes(value: number): string;
  /** Milliseconds below a second, else seconds. */
  duration(ms: number | null): string;
}

/** Returns a duration, ms, in the unit in which people say it: whole ones that have passed, so that every age agrees. */
function wholeUnits(ms: number): readonly [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (ms < MINUTE_MS) return [Math.floor(ms / 1000), 'second'];
  if (ms < HOUR_MS) return [Math.floor(ms / MINUTE_MS), 'minute'];
  if (ms < 2 * DAY_MS) return [Math.floor(ms / HOUR_MS), 'hour'];
  return [Math.floor(ms / DAY_MS), 'day'];
}

/** Creates the formatters of a locale and a time zone. */
export function createFormat(locale: string, timeZone: string): Format {
  const zone = { timeZone };
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Map<string, Intl.NumberFormat>();
  const withDecimals = (value: number | null, least: number, most: number): string => {
    if (value === null) return NO_VALUE;
    const key = `${least}:${most}`;
    let formatter = decimals.get(key);
    if (!formatter) {
      formatter = new Intl.NumberFormat(locale, {
        minimumFractionDigits: least,
        maximumFractionDigits: most,
      });
      decimals.set(key, formatter);
    }
    return formatter.format(value);
  };
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const changeLarge = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  });
  const delta = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone });
  const dateTime = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  });
  const longDay = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...zone,
  });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', ...zone });
  const calendarDay = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...zone,
  });
  const isoDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  const units = new Map<string, Intl.NumberFormat>();
  const currencies = new Map<string, Intl.NumberFormat>();

  const unit = (name: string, value: number, digits = 0): string => {
    const key = `${name}${digits}`;
    let formatter = units.get(key);
    if (!formatter) {
      formatter = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      });
      units.set(key, formatter);
    }
    return formatter.format(value);
  };

  const currencyFormat = (currency: string, kind: 'full' | 'whole' | 'compact'): Intl.NumberFormat => {
    const key = `${currency}${kind}`;
    let formatter = currencies.get(key);
    if (!formatter) {
      const base = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
      if (kind === 'full') formatter = new Intl.NumberFormat(locale, base);
      else if (kind === 'whole')
        formatter = new Intl.NumberFormat(locale, { ...base, maximumFractionDigits: 0 });
      else
        formatter = new Intl.NumberFormat(locale, {
          ...base,
          notation: 'compact',
          maximumFractionDigits: 1,
          minimumFractionDigits: 0,
        });
      currencies.set(key, formatter);
    }
    return formatter;
  };

  // German has no short form of thousands: "834.154,2 $" would be neither short nor money.
  const compactMoney = (major: number, currency: string): string => {
    const parts = currencyFormat(currency, 'compact').formatToParts(major);
    if (parts.some(({ type }) => type === 'compact')) return parts.map(({ value }) => value).join('');
    const kind = Number.isInteger(major) || Math.abs(major) >= 1000 ? 'whole' : 'full';
    return currencyFormat(currency, kind).format(major);
  };

  const format: Format = {
    locale,
    timeZone,
    integer: (value) => (value === null ? NO_VALUE : integer.format(value)),
    decimal: (value, digits = 1) => withDecimals(value, 0, digits),
    fixed: (value, digits = 1) => withDecimals(value, digits, digits),
    percent: (fraction) => (fraction === null ? NO_VALUE : percent.format(fraction)),
    change: (fraction) =>
      fraction === null ? NO_VALUE : (Math.abs(fraction) >= 10 ? changeLarge : change).format(fraction),
    money: (minor, currency) =>
      minor === null
        ? NO_VALUE
        : currencyFormat(currency, 'full').format(toMajorUnits({ amount: minor, currency })),
    moneyShort(minor, currency) {
      if (minor === null) return NO_VALUE;
      const major = toMajorUnits({ amount: minor, currency });
      const size = Math.abs(major);
      if (size >= 100_000) return compactMoney(major, currency);
      return currencyFormat(currency, size >= 10_000 ? 'whole' : 'full').format(major);
    },
    moneyAxis: (minor, currency) => compactMoney(toMajorUnits({ amount: minor, currency }), currency),
    delta: (value) => delta.format(value),
    clock: (at) => clock.format(at),
    time: (at) => time.format(at),
    day: (at) => day.format(at),
    longDay: (at) => longDay.format(at),
    month: (at) => month.format(at),
    calendarDay: (at) => calendarDay.format(at),
    isoDay: (day) => isoDay.format(Date.parse(day)),
    dateTime: (at) => dateTime.format(at),
    moment: (at, now = gatewayNow()) =>
      calendarDay.format(at) === calendarDay.format(now) ? clock.format(at) : dateTime.format(at),
    ago(at, now) {
      const [past, name] = wholeUnits(Math.abs(now - at));
      return name === 'second' ? relative.format(0, name) : relative.format(now < at ? past : -past, name);
    },
    age(at, now) {
      const [past, name] = wholeUnits(Math.max(0, now - at));
      return unit(name, past);
    },
    bytes(value) {
      if (value < 1000) return unit('byte', value);
      if (value < 1e6) return unit('kilobyte', value / 1e3);
      if (value < 1e9) return unit('megabyte', value / 1e6, 1);
      return unit('gigabyte', value / 1e9, 2);
    },
    duration(ms) {
      if (ms === null) return NO_VALUE;
      return ms < 1000 ? unit('millisecond', Math.round(ms)) : unit('second', ms / 1000, 1);
    },
  };
  return format;
}
