import { setTimeout as pause } from 'node:timers/promises';
import { workspaceTimeZone } from '../admin/index.ts';
import { Agenda } from './agenda.ts';
import { assignmentDue } from './assignment.ts';
import { exchangeFiles } from './attachments.ts';
import { attentionDue } from './attention.ts';
import { begin, byPopularity, writeCatalogue } from './begin.ts';
import { billingDue } from './billing.ts';
import { boardsDue } from './boards.ts';
import { cannedDue } from './canned.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { Company } from './company.ts';
import { Customers } from './customers.ts';
import { deskDue } from './desk.ts';
import { disputesDue } from './disputes.ts';
import { expiryRuleDue } from './expiry.ts';
import { filterDue } from './filter.ts';
import type { DemoGateway } from './gateway.ts';
import { firstIncident, incidentsDue, type StockedShop } from './incidents.ts';
import { kpisDue } from './kpis.ts';
import { Load } from './load.ts';
import { packingDue } from './packing.ts';
import { phoneOrdersDue } from './phone-orders.ts';
import { createPlanner } from './plan.ts';
import { importPriceList } from './price-list.ts';
import { dockDue } from './purchases.ts';
import { serviceDue } from './service.ts';
import { type Due, Simulation } from './simulation.ts';
import { type DemoState, readState } from './state.ts';
import { stockroomDue } from './stockroom.ts';
import { storeroomDue } from './storeroom.ts';
import { teamRoomsDue } from './team-rooms.ts';
import { tradingDue } from './trading.ts';
import { usageDue, usagePastDue } from './usage.ts';

export interface DemoOptions {
  /** Which shop: the same seed gives the same shop. A database that has a demo keeps the seed it started with. */
  readonly seed: number;
  /** Speed of the shop as a multiple of a real one. Customers whom a person writes to answer at their own pace. */
  readonly speed: number;
  /** Events per second of a steady load, which replaces the living shop; null for the living shop. */
  readonly rate: number | null;
  /** Days of history before the start, which are also the most that is made up for after a stop; by default 60, and 1 under load. */
  readonly historyDays?: number | undefined;
  /** ms since epoch. */
  readonly now: () => number;
}

/** What a demo is doing: `idle` where the database holds a shop of its own, which the demo leaves alone. */
export type DemoPhase = 'filling' | 'live' | 'load' | 'idle' | 'stopped';

export interface Demo {
  phase(): DemoPhase;
  /** Events the load has emitted, and those it dropped because the machine could not keep up. */
  load(): { readonly emitted: number; readonly dropped: number };
  /** Settles once the history is written and the demo is live, idle or stopped. */
  readonly ready: Promise<void>;
  /** Ends all timers and listeners; resolves after the last transaction. May be called twice. */
  dispose(): Promise<void>;
}

/** A shop whose past is written, and what is due in it. */
interface Reached {
  readonly catalogue: Catalogue;
  readonly shop: StockedShop;
  readonly simulation: Simulation;
}

/** Returns everything that is due in a shop, from its progress and its tables. */
function allDue(shop: StockedShop, state: DemoState, now: number): Due[] {
  return [
    ...tradingDue(shop, state, now),
    ...deskDue(shop, state, now),
    ...incidentsDue(shop, state, now),
    ...storeroomDue(shop, state, now),
  ];
}

const AGENDA_CAPACITY = 20_000;
const SLICE_MS = 5;
/** Pause before the history is retried after a failure (a full disk, a locked file), ms. */
const RETRY_MS = 2_000;

/**
 * Starts the demo shop on a gateway. Returns at once; the work runs in slices of a few ms. On an empty database it creates
 * the team's personas, the catalogue, opening stock and a history, then lets the shop live. On a database that has a demo
 * it resumes where that stopped, however it stopped, and makes up for the time since. On a database with other data it does nothing; `gateway serve --demo` refuses one.
 */
export function startDemo(gateway: DemoGateway, options: DemoOptions): Demo {
  return new RunningDemo(gateway, options);
}

class RunningDemo implements Demo {
  readonly ready: Promise<void>;
  readonly #gateway: DemoGateway;
  readonly #options: DemoOptions;
  readonly #agenda: Agenda;
  readonly #stop = new AbortController();
  #phase: DemoPhase = 'filling';
  #load: Load | null = null;
  #customers: Customers | null = null;
  #company: Company | null = null;

  constructor(gateway: DemoGateway, options: DemoOptions) {
    this.#gateway = gateway;
    this.#options = options;
    this.#agenda = new Agenda({
      now: options.now,
      capacity: AGENDA_CAPACITY,
      sliceMs: SLICE_MS,
      onError: (error) => this.#report(error),
    });
    this.ready = this.#run().catch((error: unknown) => {
      this.#phase = 'idle';
      this.#report(error);
    });
  }

  phase(): DemoPhase {
    return this.#phase;
  }

  load(): { readonly emitted: number; readonly dropped: number } {
    return { emitted: this.#load?.emitted ?? 0, dropped: this.#load?.dropped ?? 0 };
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    this.#phase = 'stopped';
    this.#agenda.dispose();
    this.#customers?.dispose();
    this.#company?.dispose();
    this.#load?.dispose();
    await this.ready;
    this.#phase = 'stopped';
  }

  async #run(): Promise<void> {
    const reached = await this.#reachPresent();
    if (this.#stop.signal.aborted) return;
    if (!reached) {
      this.#phase = 'idle';
      return;
    }
    const { catalogue, shop, simulation } = reached;
    const { now, speed, rate } = this.#options;
    const gateway = this.#gateway;
    const agenda = this.#agenda;
    const onError = (error: unknown): void => this.#report(error);
    this.#customers = new Customers({ gateway, agenda, now, seed: shop.seed });
    this.#customers.start();
    if (rate === null) {
      this.#company = new Company({ gateway, now, onError });
      this.#company.start();
      simulation.liveOn({ gateway, agenda, speed, now, onError });
      importPriceList(gateway, agenda, now);
      exchangeFiles(gateway, agenda, now);
      this.#phase = 'live';
      return;
    }
    const current = readState(gateway.sql);
    if (!current) throw new Error('the demo has not begun');
    const { plan } = shop;
    this.#load = new Load({ gateway, catalogue, plan, rate, now, state: { current }, onError });
    this.#load.start();
    this.#phase = 'load';
  }

  /** Writes whatever is missing of the history. Returns null when stopped, or where the demo has no place. */
  async #reachPresent(): Promise<Reached | null> {
    while (!this.#stop.signal.aborted) {
      try {
        return await this.#fill();
      } catch (error) {
        this.#report(error);
        await pause(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async #fill(): Promise<Reached | null> {
    const { seed, rate, now } = this.#options;
    const historyDays = this.#options.historyDays ?? (rate === null ? 60 : 1);
    const state = await begin(this.#gateway, { seed, historyDays, now: now() });
    if (!state) {
      this.#gateway.logger?.warn(
        { module: 'demo', code: 'not_empty' },
        'the database holds data of its own; the demo adds nothing to it',
      );
      return null;
    }
    // After the personas, so that people can sign in while the catalogue is read.
    const catalogue = await loadCatalogue();
    const stopped = (): boolean => this.#stop.signal.aborted;
    const bestsellers = byPopularity(catalogue);
    const begun = await writeCatalogue(this.#gateway, bestsellers, state, stopped);
    const { sql, config } = this.#gateway;
    const shop: StockedShop = {
      gateway: this.#gateway,
      seed: state.seed,
      // Read each time: an administrator can change it while the shop is open.
      get timeZone() {
        return workspaceTimeZone(sql, config);
      },
      plan: createPlanner(state.seed, catalogue),
      bestsellers,
    };
    const past = new Simulation(allDue(shop, begun, now()));
    await past.catchUp(this.#gateway, now, stopped);
    if (stopped()) return null;
    // The past has advanced the progress; the present begins with an incident.
    const present = readState(this.#gateway.sql);
    if (!present) throw new Error('the demo has not begun');
    const first = firstIncident(shop, present, now());
    const due = allDue(shop, present, now()).filter(({ key }) => key !== first.key);
    const fromNow = [
      stockroomDue(shop, now()),
      dockDue(shop, now()),
      expiryRuleDue(now()),
      cannedDue(shop, now()),
      ...attentionDue(shop, now()),
      ...teamRoomsDue(shop, now()),
      ...serviceDue(shop, now()),
      ...filterDue(now()),
      usagePastDue(shop, now()),
      usageDue(now()),
      billingDue(now()),
      boardsDue(now()),
      ...assignmentDue(shop, now()),
      ...disputesDue(now()),
      kpisDue(now()),
      packingDue(shop, now()),
      ...phoneOrdersDue(now()),
    ];
    return { catalogue, shop, simulation: new Simulation([...due, first, ...fromNow]) };
  }

  #report(error: unknown): void {
    const name = error instanceof Error ? error.name : typeof error;
    this.#gateway.logger?.error(
      {
        module: 'demo',
        code: 'step_failed',
        error: name,
        detail: error instanceof Error ? error.message.slice(0, 200) : '',
      },
      'a step of the demo failed; the demo continues',
    );
  }
}
