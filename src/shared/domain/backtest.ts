import { DEFAULT_WINDOW_DAYS } from './reorder.ts';

/*
 * How good the forecast is: for each day in stock, the mean of the days in stock in a window before it is compared with what was
 * sold, and so is a naive forecast, the same day of the week before. A day out of stock says nothing about either and is left out.
 */

/** One day of an item. */
export interface SalesDay {
  readonly sold: number;
  readonly inStock: boolean;
}

/** Errors of forecasts, added up over days and items. */
export interface ForecastErrors {
  /** The days that were compared, and the units sold on them. */
  readonly days: number;
  readonly sold: number;
  /** The absolute errors, units: of the forecast and of the naive one. */
  readonly forecast: number;
  readonly naive: number;
}

/** No days. */
export const NO_ERRORS: ForecastErrors = { days: 0, sold: 0, forecast: 0, naive: 0 };
/** The naive forecast: the same day last week. */
export const NAIVE_LAG_DAYS = 7;
/** How many weeks can be tested. */
export const BACKTEST_WEEKS = [4, 8, 12] as const;

/** Returns the sum of errors. */
export function addErrors(a: ForecastErrors, b: ForecastErrors): ForecastErrors {
  return {
    days: a.days + b.days,
    sold: a.sold + b.sold,
    forecast: a.forecast + b.forecast,
    naive: a.naive + b.naive,
  };
}

/**
 * Returns the errors over all days that have a whole window before them. Days without a day in stock in their window have no
 * forecast, and days whose naive forecast was out of stock no naive one: both are left out, so that the same days are compared.
 */
export function backtest(
  days: readonly SalesDay[],
  windowDays: number = DEFAULT_WINDOW_DAYS,
): ForecastErrors {
  let [sum, counted] = [0, 0];
  const count = (day: SalesDay | undefined, sign: 1 | -1): void => {
    if (!day?.inStock) return;
    sum += sign * day.sold;
    counted += sign;
  };
  let errors = NO_ERRORS;
  days.forEach((day, i) => {
    const lastWeek = days[i - NAIVE_LAG_DAYS];
    if (i >= windowDays && day.inStock && counted > 0 && lastWeek?.inStock) {
      errors = addErrors(errors, {
        days: 1,
        sold: day.sold,
        forecast: Math.abs(sum / counted - day.sold),
        naive: Math.abs(lastWeek.sold - day.sold),
      });
    }
    count(day, 1);
    count(days[i - windowDays], -1);
  });
  return errors;
}

/** Returns the mean absolute error of a forecast, units per day; null without days. */
export function meanAbsoluteError(errors: ForecastErrors, of: 'forecast' | 'naive'): number | null {
  return errors.days === 0 ? null : errors[of] / errors.days;
}

/** Returns the weighted absolute percentage error, a fraction of what was sold; null where nothing was sold. */
export function weightedError(errors: ForecastErrors, of: 'forecast' | 'naive'): number | null {
  return errors.sold === 0 ? null : errors[of] / errors.sold;
}
