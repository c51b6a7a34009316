import { afterEach, expect } from 'vitest';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { type Demo, type DemoOptions, startDemo } from '../../src/gateway/demo/index.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { type GatewayData, openGatewayData } from './gateway-data.ts';

/** The time at which the shops of tests open, ms since epoch. */
export const NOW = Date.UTC(2026, 2, 18, 15, 0);

/** Gateways and demo shops of one test. */
export interface DemoShops {
  /** Opens the gateway's data in a folder; by default in a new one. */
  open(folder?: TemporaryFolder, env?: Readonly<Record<string, string>>): Promise<GatewayData>;
  /** Starts a demo shop with two days of history and the seed 7. */
  start(
    gateway: GatewayData & { signal?: (signal: SignalMessage) => void },
    options?: Partial<DemoOptions>,
  ): Demo;
  /** Closes a gateway before the test ends. */
  close(gateway: GatewayData): void;
}

/** Ends what each test of the file has opened. */
export function demoShops(): DemoShops {
  const folders = new Set<TemporaryFolder>();
  const gateways = new Set<GatewayData>();
  const demos: Demo[] = [];
  afterEach(async () => {
    for (const demo of demos.splice(0)) await demo.dispose();
    for (const gateway of gateways) gateway.close();
    for (const folder of folders) folder.remove();
    gateways.clear();
    folders.clear();
  });
  return {
    async open(folder = temporaryFolder(), env = {}) {
      folders.add(folder);
      const gateway = await openGatewayData(folder.path, { env });
      gateways.add(gateway);
      return gateway;
    },
    start(gateway, options = {}) {
      const demo = startDemo(gateway, {
        seed: 7,
        speed: 1,
        rate: null,
        historyDays: 2,
        now: () => NOW,
        ...options,
      });
      demos.push(demo);
      return demo;
    },
    close(gateway) {
      gateway.close();
      gateways.delete(gateway);
    },
  };
}

/** Returns the number that a query gives. */
export function number(gateway: GatewayData, text: string): number {
  return gateway.sql.raw.prepare<[], number>(text).pluck().get() ?? 0;
}

/** An event without what is different each time: ids that are made at random, and what carries them. */
function told(event: AnyEvent): string {
  const made = /"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g;
  return JSON.stringify({ type: event.type, at: event.at, data: event.data }).replace(made, '"…"');
}

/** The history as it is told, without what the start of a gateway adds. */
export function story(gateway: GatewayData): string[] {
  return gateway
    .events()
    .filter(({ type }) => type !== 'alerts.rule_changed')
    .map(told);
}

/** Expects stock that adds up, and orders without gaps. */
export function expectSound(gateway: GatewayData): void {
  expect(
    number(gateway, 'SELECT count(*) FROM levels WHERE on_hand < 0 OR on_hand - committed - unavailable < 0'),
  ).toBe(0);
  expect(
    number(
      gateway,
      'SELECT count(*) FROM levels l WHERE on_hand <> (SELECT coalesce(sum(delta_on_hand), 0) FROM movements m WHERE m.level_id = l.id)',
    ),
  ).toBe(0);
  // Orders of a shop are numbered without gaps and twice is once.
  expect(number(gateway, `SELECT count(*) FROM orders WHERE id LIKE 'demo:%'`)).toBe(
    number(gateway, `SELECT max(CAST(substr(id, 6) AS INTEGER)) + 1 FROM orders WHERE id LIKE 'demo:%'`),
  );
}

/** The number of unresolved conversations after each change, with its time, ms. */
export function queueOf(gateway: GatewayData): { at: number; open: number }[] {
  const open = new Set<string>();
  return gateway.events().flatMap((event) => {
    if (event.type === 'chat.conversation_opened') open.add(event.data.conversation.id);
    else if (event.type === 'chat.status_changed' && event.data.status === 'resolved')
      open.delete(event.data.conversationId);
    else return [];
    return [{ at: event.at, open: open.size }];
  });
}

/** Expects that from 5 to 15 conversations are open, and that their number grows and shrinks. */
export function expectBreathing(queue: readonly { open: number }[]): void {
  const open = queue.map((entry) => entry.open);
  expect(Math.min(...open)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...open)).toBeLessThanOrEqual(15);
  expect(Math.max(...open) - Math.min(...open)).toBeGreaterThanOrEqual(3);
}

/** Returns the number of orders placed from a time up to another. */
export function ordersBetween(gateway: GatewayData, from: number, to: number): number {
  return number(gateway, `SELECT count(*) FROM orders WHERE placed_at >= ${from} AND placed_at < ${to}`);
}
