import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Toast } from '#shared/bridge/notifications.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { fakeClock } from '../../../../tests/support/fake-clock.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeConnectionStatus } from '../../../../tests/support/make/connection.ts';
import { createTexts } from '../texts.ts';
import { Summaries, type SummaryUser } from './index.ts';

const START = Date.parse('2026-11-23T05:30:00Z');
const USER: SummaryUser = {
  server: 'http://shop.example:3002',
  userId: 'u1',
  username: 'maria',
  timeZone: 'UTC',
};

let folder: TemporaryFolder;
const opened: Summaries[] = [];
beforeEach(() => {
  folder = temporaryFolder('summaries');
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.dispose();
  folder.remove();
});

/** What the cache answers; `known` is whether it holds these days. */
function answers(known: boolean): Record<string, unknown> {
  const figure = (value: number) => ({ value, previous: 100, change: null, spark: [], known });
  return {
    'live.figures': {
      ...{ currency: 'EUR', timeZone: 'UTC', lastEventAt: START, otherRevenue: {} },
      ...{ revenue: figure(5000), orders: figure(2), aov: figure(2500), refunds: figure(0) },
      ...{ refundRate: figure(0), paymentSuccess: figure(1) },
    },
    'live.chart': {
      known,
      points: [{ at: START - DAY_MS, revenue: 5000, refunds: 0, orders: 2, previous: 0 }],
    },
    'live.top_products': {
      known,
      rows: [{ itemId: 'i', sku: 'TEA', name: '緑茶', units: 2, revenue: 5000 }],
    },
    'live.sales_by': { known, rows: [{ id: '', name: '', revenue: 5000, orders: 2, previous: null }] },
    'live.payment_methods': { known, methods: [{ method: 'card', amount: 5000, succeeded: 2 }] },
  };
}

async function console_(
  shared: { state?: 'live' | 'offline'; known?: boolean; user?: SummaryUser | null } = {},
) {
  const clock = fakeClock(START);
  const at = {
    state: 'live' as 'live' | 'offline',
    known: true,
    user: USER as SummaryUser | null,
    ...shared,
  };
  const told: Toast[] = [];
  const texts = createTexts();
  const summaries = await Summaries.open({
    dataDir: folder.path,
    clock,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    engine: {
      status: () => makeConnectionStatus({ state: at.state }),
      now: () => clock.now(),
      read: (name) => Promise.resolve({ ok: true, value: answers(at.known)[name] as never }),
      tell: async (toast) => {
        told.push(toast);
        return { ok: true, value: {} };
      },
    },
    user: () => at.user,
    language: () => 'en',
    words: (language) => texts.summary(language),
  });
  opened.push(summaries);
  summaries.start();
  /** Lets minutes pass, with the work that they bring. */
  const pass = async (ms: number): Promise<void> => {
    await clock.advanceAsync(ms);
    await summaries.idle();
  };
  return { clock, at, told, summaries, pass };
}

const files = (): string[] => {
  try {
    return readdirSync(join(folder.path, 'summaries/shop.example_3002-maria')).sort();
  } catch {
    return [];
  }
};
const CHOICE = { daily: true, weekly: false, hour: 6 };

describe('summaries', () => {
  it('are written as CSV and PDF from their hour on, once, and told once', async () => {
    const { summaries, told, pass } = await console_();
    expect(await summaries.choose(CHOICE)).toMatchObject({
      ok: true,
      value: { choice: CHOICE, written: [] },
    });
    await pass(60_000);
    expect(files()).toEqual([]);
    await pass(40 * 60_000);
    expect(files()).toEqual(['daily-2026-11-22.csv', 'daily-2026-11-22.pdf']);
    expect(told).toMatchObject([
      { id: 'summary-daily-2026-11-22', message: 'toast.summary_daily', values: { from: '2026-11-22' } },
    ]);
    expect(await summaries.list()).toMatchObject({ value: { written: [{ name: 'daily-2026-11-22' }] } });
    const csv = await summaries.load({ name: 'daily-2026-11-22', form: 'csv' });
    expect(csv.ok && Buffer.from(csv.value.data, 'base64').toString()).toContain(
      'figure,revenue,,50.00,1.00,EUR',
    );
    const pdf = await PDFDocument.load(
      readFileSync(join(folder.path, 'summaries/shop.example_3002-maria/daily-2026-11-22.pdf')),
    );
    expect(pdf.getPageCount()).toBe(1);
    expect(pdf.getTitle()).toBe('Daily summary, November 22, 2026');
    // Files that were taken away are not written again.
    rmSync(join(folder.path, 'summaries'), { recursive: true });
    await pass(2 * 3_600_000);
    expect(files()).toEqual([]);
    expect(told).toHaveLength(1);
  });

  it('wait until the figures are complete and the console is live', async () => {
    const { summaries, at, pass } = await console_({ state: 'offline' });
    await summaries.choose(CHOICE);
    await pass(3_600_000);
    expect(files()).toEqual([]);
    expect(await summaries.write({ kind: 'daily' })).toMatchObject({
      ok: false,
      error: { code: 'unavailable', why: { id: 'summary_incomplete' } },
    });
    Object.assign(at, { state: 'live', known: false });
    await pass(3_600_000);
    expect(files()).toEqual([]);
    at.known = true;
    await pass(60_000);
    expect(files()).toHaveLength(2);
  });

  it('that a crash broke off are written again as a whole, and those of a new start are known', async () => {
    const first = await console_();
    await first.summaries.choose({ ...CHOICE, hour: 0 });
    await first.pass(60_000);
    const path = join(folder.path, 'summaries/shop.example_3002-maria');
    expect(files()).toHaveLength(2);
    await first.summaries.dispose();
    // Killed between the files and the note that they are written.
    const state = JSON.parse(readFileSync(join(folder.path, 'summaries.json'), 'utf8'));
    writeFileSync(
      join(folder.path, 'summaries.json'),
      JSON.stringify({ users: [{ ...state.users[0], done: [] }] }),
    );
    rmSync(join(path, 'daily-2026-11-22.pdf'));
    writeFileSync(join(path, 'daily-2026-11-22.pdf.tmp'), 'half');
    const second = await console_();
    expect(await second.summaries.list()).toMatchObject({ value: { choice: { hour: 0 }, written: [] } });
    await second.pass(60_000);
    expect(files()).toEqual(['daily-2026-11-22.csv', 'daily-2026-11-22.pdf']);
    // Under the same id, which the notification centre takes once.
    expect(second.told.map(({ id }) => id)).toEqual(first.told.map(({ id }) => id));
  });

  it('are by user and server, and nobody’s without a user', async () => {
    const { summaries, at, told, pass } = await console_();
    await summaries.choose({ ...CHOICE, hour: 0 });
    at.user = null;
    await pass(120_000);
    expect(await summaries.list()).toMatchObject({ ok: false, error: { why: { id: 'not_signed_in' } } });
    at.user = { ...USER, server: 'http://other.example' };
    await pass(120_000);
    expect(await summaries.list()).toMatchObject({ value: { choice: { daily: false }, written: [] } });
    at.user = USER;
    await pass(120_000);
    expect(told).toHaveLength(1);
    expect(await summaries.load({ name: 'daily-2026-01-01', form: 'pdf' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });
});
