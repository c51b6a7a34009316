import { join } from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { dayOf, dayStart as startOfCalendar } from '#shared/domain/time.ts';
import { redeem } from '../../support/bridge.ts';
import { freePort, type Program, startProgram } from '../../support/processes.ts';
import type { Shop } from '../../support/shop.ts';
import { expect } from '../fixtures.ts';

export const LOCALE = 'en-GB';
export const CURRENCY = 'USD';
/** How long a screen may take until it equals the database, ms. */
export const PATIENCE_MS = 60_000;

/** A console on a machine in some time zone, with its window and who is signed in. */
export interface Desk {
  readonly machine: string;
  readonly page: Page;
  readonly userId: string;
  /** The process of the console. */
  readonly host: Program;
  /** Asks the gateway's database. */
  readonly ask: <T>(sql: string, ...values: readonly unknown[]) => T[];
  /** Asks the gateway's database for one number, `n`; 0 where there is no row. */
  readonly count: (sql: string, ...values: readonly unknown[]) => number;
  readonly close: () => Promise<void>;
}

/** Asks the gateway's own database. */
export function askOf(shop: Shop): Desk['ask'] {
  return <T>(sql: string, ...values: readonly unknown[]): T[] => {
    const db = new Database(join(shop.gatewayDir, 'gateway.db'), { readonly: true });
    try {
      return db.prepare<unknown[], T>(sql).all(...values);
    } finally {
      db.close();
    }
  };
}

/** Starts a console of its own on a machine with a time zone, opens it in a browser with that zone, and signs in. */
export async function openDesk(
  browser: Browser,
  shop: Shop,
  machine: string,
  persona: string,
): Promise<Desk> {
  const port = await freePort();
  const host: Program = await startProgram(
    'browser',
    [
      ...['--server', shop.gateway.address, '--port', String(port), '--no-open', '--profile', 'figures'],
      ...['--data-dir', join(shop.dir, `${machine.replace('/', '-')}-${port}`)],
    ],
    { TZ: machine },
  );
  const { origin, cookie } = await redeem(host.address);
  const at = cookie.indexOf('=');
  const context = await browser.newContext({
    timezoneId: machine,
    locale: LOCALE,
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/#/live`);
  await page.locator(`[data-persona="${persona}"]`).click();
  await expect(page.locator('[data-connection="live"]')).toBeVisible({ timeout: 90_000 });
  const ask = askOf(shop);
  return {
    machine,
    page,
    host,
    userId: ask<{ id: string }>('SELECT id FROM users WHERE username = ?', persona)[0]?.id ?? '',
    ask,
    count: (sql, ...values) => ask<{ n: number }>(sql, ...values)[0]?.n ?? 0,
    close: async () => {
      await context.close();
      await host.stop();
    },
  };
}

/** Opens a page of the console. */
export async function go({ page }: Desk, path: string): Promise<void> {
  await page.evaluate((to) => location.assign(`#${to}`), path);
}

/** Repeats a comparison until the screen has taken its last step; a failure names the machine. */
export async function settles(desk: Desk, comparison: () => Promise<void>): Promise<void> {
  try {
    await expect(comparison).toPass({ timeout: PATIENCE_MS, intervals: [100, 250, 500] });
  } catch (error) {
    if (error instanceof Error) error.message = `${desk.machine}: ${error.message}`;
    throw error;
  }
}

/** The amount of money or the whole number in a text, in the smallest unit that is written. */
export function numberIn(text: string): number {
  const digits = Number(text.replace(/[^\d]/g, ''));
  return /[-−]/.test(text) ? -digits : digits;
}

/** The number on the badge of a page in the rail; 0 without a badge. It ends at 99. */
export async function badgeOf({ page }: Desk, name: string): Promise<number> {
  const link = page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${name}`) });
  const texts = await link.locator('span[aria-hidden]').allTextContents();
  return Number.parseInt(texts[0] ?? '0', 10);
}

/** The texts of each row's cells. */
export function cellsOf(rows: Locator): Promise<string[][]> {
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())),
  );
}

/** The texts behind each label of a list of details. */
export async function details(within: Locator): Promise<Record<string, string>> {
  const pairs = await within
    .locator('dl > div')
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector('dt')?.textContent.trim() ?? '',
        row.querySelector('dd')?.textContent.trim() ?? '',
      ]),
    );
  return Object.fromEntries(pairs);
}

/** How people read numbers and times, made here once more, without the console's code. */
export function words(zone: string) {
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(LOCALE, { hourCycle: 'h23', timeZone: zone, ...options });
  const minutes = { hour: '2-digit', minute: '2-digit' } as const;
  const day = format({ day: 'numeric', month: 'short' });
  const dateTime = format({ day: 'numeric', month: 'short', year: 'numeric', ...minutes });
  const clock = format({ ...minutes, second: '2-digit' });
  const hour = format({ hour: '2-digit' });
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  return {
    day: (at: number): string => day.format(at),
    hour: (at: number): string => hour.format(at),
    dateTime: (at: number): string => dateTime.format(at),
    /** `2026-11-21` */
    date: (at: number): string => date.format(at),
    /** The time today, else the day and the time. */
    moment: (at: number): string =>
      date.format(at) === date.format(Date.now()) ? clock.format(at) : dateTime.format(at),
  };
}

const dollars = (options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency: CURRENCY,
    currencyDisplay: 'narrowSymbol',
    ...options,
  });
const FULL = dollars();
const WHOLE = dollars({ maximumFractionDigits: 0 });
const COMPACT = dollars({ notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 });
const INTEGER = new Intl.NumberFormat(LOCALE);

export const integer = (value: number): string => INTEGER.format(value);
export const money = (cents: number): string => FULL.format(cents / 100);

/** Money as the cards show it: without cents from 10,000, in thousands from 100,000. */
export function shortMoney(cents: number): string {
  const size = Math.abs(cents) / 100;
  return (size >= 100_000 ? COMPACT : size >= 10_000 ? WHOLE : FULL).format(cents / 100);
}

const DAY_MS = 86_400_000;

/** When a calendar day begins in a zone, ms since epoch. */
export function dayStart(day: string, zone: string): number {
  const { date, hour } = words(zone);
  const midnight = Date.parse(day);
  // A zone is at most 14 hours from UTC, and its offset is a multiple of 15 minutes.
  for (let at = midnight - DAY_MS; at < midnight + DAY_MS; at += 900_000)
    if (date(at) === day && date(at - 1) !== day && hour(at) === '00') return at;
  throw new Error(`${day} does not begin in ${zone}`);
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The first instants of the whole days before today, and of today. */
export function edgesOf(count: number, zone: string): number[] {
  const today = dayOf(Date.now(), zone);
  return Array.from({ length: count + 1 }, (_, i) => startOfCalendar(today, zone, i - count));
}
