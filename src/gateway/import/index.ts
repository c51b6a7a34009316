import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { GatewayConfig } from '../config.ts';
import { type CommandContext, CommandError, type Executor, type Principal, type Sql } from '../kernel.ts';
import { ImportError, readCsv } from './csv.ts';
import { onlineRetail } from './online-retail.ts';
import type { SourceFormat, SourceRow } from './row.ts';
import { type StagedOrder, Staging } from './staging.ts';
import { superstore } from './superstore.ts';
import {
  MAX_ORDER_LINES,
  type Outcome,
  type SourceDocument,
  writeCancellation,
  writeOrder,
} from './write.ts';

export { ImportError } from './csv.ts';

export const IMPORT_FORMATS = ['superstore', 'online-retail'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

const FORMATS: Readonly<Record<ImportFormat, SourceFormat>> = { superstore, 'online-retail': onlineRetail };

/** The parts of a gateway that an import needs. */
export interface ImportTarget {
  readonly sql: Sql;
  readonly executor: Executor;
  readonly config: GatewayConfig;
}

/** The result of an import. Rows and orders are counted once each; `net` is the added revenue, minor units of `currency`. */
export interface ImportResult {
  readonly rows: number;
  readonly badRows: number;
  /** Orders written by this run. */
  readonly orders: number;
  /** Cancellations written by this run as refunds. */
  readonly refunds: number;
  /** Orders and cancellations written by an earlier run. */
  readonly alreadyThere: number;
  /** Orders and cancellations skipped because of an invalid row or a refusal. */
  readonly refusedOrders: number;
  readonly net: number;
  readonly currency: string;
}

/** Maximum orders of one time that share a transaction. */
const GROUP_ORDERS = 16;
/** Maximum reports that are printed; the rest are counted. */
const MAX_REPORTS = 1000;

const IMPORTER: Principal = {
  actor: { kind: 'system', id: 'import', name: 'Import' },
  permissions: new Set(PERMISSIONS),
  writesHistory: true,
};

/**
 * Imports the orders of a CSV file. The file is streamed once into a temporary database, which groups each order's rows
 * wherever they are; then the orders are written by date, each in one transaction. An import that is killed therefore leaves
 * whole orders only, and because all ids derive from the file, running it again adds only what is missing. An invalid row is
 * reported with its line and excludes its whole order.
 *
 * @param report called with a line for each invalid row and each refused order, for the user
 * @throws ImportError for an unknown format, or a file that cannot be read or lacks columns
 */
export async function importOrders(
  gateway: ImportTarget,
  file: string,
  format: string,
  report: (line: string) => void,
): Promise<ImportResult> {
  if (!isFormat(format))
    throw new ImportError(`There is no format "${format}"; there are ${IMPORT_FORMATS.join(' and ')}.`);
  const source = FORMATS[format];
  const say = limited(report);
  const staging = new Staging();
  try {
    const read = await stage(staging, file, source, workspaceTimeZone(gateway.sql, gateway.config), say);
    const written = await writeAll(gateway, staging, source, say);
    return { ...read, ...written, currency: source.currency };
  } finally {
    staging.dispose();
    say.end();
  }
}

function isFormat(format: string): format is ImportFormat {
  return IMPORT_FORMATS.some((known) => known === format);
}

interface Reporter {
  (line: string): void;
  end(): void;
}

function limited(report: (line: string) => void): Reporter {
  let count = 0;
  const say = (line: string): void => {
    count += 1;
    if (count <= MAX_REPORTS) report(line);
  };
  return Object.assign(say, {
    end: (): void => {
      if (count > MAX_REPORTS) report(`… and ${count - MAX_REPORTS} more`);
    },
  });
}

async function stage(staging: Staging, file: string, source: SourceFormat, timeZone: string, say: Reporter) {
  let rows = 0;
  let badRows = 0;
  for await (const row of readCsv(file, source)) {
    rows += 1;
    const mapped = row.ok ? source.map(row.record, timeZone) : ({ ok: false, error: row.reason } as const);
    if (mapped.ok) {
      staging.add(row.line, mapped.value);
      continue;
    }
    badRows += 1;
    say(`line ${row.line}: ${mapped.error}`);
    const orderNumber = source.orderNumber(row.record);
    if (orderNumber !== '') staging.addBad(row.line, orderNumber);
  }
  return { rows, badRows };
}

interface Prepared {
  readonly at: number;
  readonly about: string;
  readonly kind: SourceRow['kind'];
  readonly document: SourceDocument;
}

const REFUSED: Outcome = { kind: 'refused', net: 0 };

async function writeAll(gateway: ImportTarget, staging: Staging, source: SourceFormat, say: Reporter) {
  const result = { orders: 0, refunds: 0, alreadyThere: 0, refusedOrders: 0, net: 0 };
  const add = (outcome: Outcome): void => {
    if (outcome.kind === 'order') result.orders += 1;
    else if (outcome.kind === 'refund') result.refunds += 1;
    else if (outcome.kind === 'already_there') result.alreadyThere += 1;
    else result.refusedOrders += 1;
    result.net += outcome.net;
  };
  let group: Prepared[] = [];
  const flush = async (): Promise<void> => {
    for (const outcome of await writeGroup(gateway, group, say)) add(outcome);
    group = [];
  };
  for (const order of staging.orders()) {
    const prepared = prepare(staging, source, order, say);
    if (!prepared) {
      add(REFUSED);
      continue;
    }
    if (group.length >= GROUP_ORDERS || (group[0] && group[0].at !== prepared.at)) await flush();
    group.push(prepared);
  }
  await flush();
  return result;
}

/** Returns an order with all its rows; reports the reason and returns null when it cannot be imported. */
function prepare(staging: Staging, source: SourceFormat, order: StagedOrder, say: Reporter): Prepared | null {
  const about = `order ${order.orderNumber} (from line ${order.firstLine})`;
  if (order.badLines > 0) {
    const others = order.lines - order.badLines;
    const rest = others > 0 ? `; its other ${count(others, 'row is', 'rows are')} skipped` : '';
    say(`${about} is not imported: ${count(order.badLines, 'row is', 'rows are')} invalid${rest}`);
    return null;
  }
  const staged = staging.rows(order.orderNumber, MAX_ORDER_LINES + 1);
  if (staged.length > MAX_ORDER_LINES) {
    say(`${about} is not imported: it has ${order.lines} lines, and an order can have ${MAX_ORDER_LINES}`);
    return null;
  }
  const first = staged[0];
  if (!first) return null;
  const stranger = staged.find(({ row }) => (row.customer?.id ?? '') !== (first.row.customer?.id ?? ''));
  if (stranger) {
    say(`${about} is not imported: line ${stranger.line} names another customer than line ${first.line}`);
    return null;
  }
  const document = {
    id: source.orderId(order.orderNumber),
    number: order.orderNumber,
    customer: first.row.customer,
    currency: source.currency,
    rows: staged.map(({ row }) => row),
  };
  return { at: order.at, about, kind: first.row.kind, document };
}

/**
 * Writes orders of one time in one transaction, which waits for the disk once. If one of them is refused, the transaction is
 * rolled back and each is written in its own.
 */
async function writeGroup(
  gateway: ImportTarget,
  group: readonly Prepared[],
  say: Reporter,
): Promise<Outcome[]> {
  const first = group[0];
  if (!first) return [];
  const write = (context: CommandContext, { kind, document }: Prepared): Outcome =>
    kind === 'cancellation' ? writeCancellation(context, document) : writeOrder(context, document);
  try {
    return await gateway.executor.run(IMPORTER, first.at, (context) =>
      group.map((prepared) => write(context, prepared)),
    );
  } catch (error) {
    // A refusal concerns its order only; any other error (a full disk, a bug) ends the import.
    if (!(error instanceof CommandError) || error.error.code === 'unavailable') throw error;
    if (group.length > 1) {
      const outcomes: Outcome[] = [];
      for (const prepared of group) outcomes.push(...(await writeGroup(gateway, [prepared], say)));
      return outcomes;
    }
    say(`${first.about} is not imported: ${error.message}`);
    return [REFUSED];
  }
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
