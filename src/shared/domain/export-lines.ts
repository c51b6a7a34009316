import { z } from 'zod';
import { type CsvCell, moneyCell } from './csv.ts';
import { IMPORT_FIELDS } from './import-fields.ts';
import { IMPORT_KINDS } from './imports.ts';
import { available, Item, Level, Movement, Threshold } from './inventory.ts';

/** What can be exported. */
export const EXPORT_KINDS = [...IMPORT_KINDS, 'ledger'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** A record of an export, with the names of what it refers to. `location` is the id where several have the same name. */
export const ExportRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('items'), item: Item }),
  z.object({
    kind: z.literal('levels'),
    sku: z.string(),
    name: z.string(),
    location: z.string(),
    level: Level,
  }),
  z.object({
    kind: z.literal('thresholds'),
    sku: z.string().nullable(),
    name: z.string().nullable(),
    location: z.string().nullable(),
    threshold: Threshold,
  }),
  z.object({
    kind: z.literal('ledger'),
    sku: z.string(),
    name: z.string(),
    location: z.string(),
    movement: Movement,
  }),
]);
export type ExportRow = z.infer<typeof ExportRow>;

/** The header of each export. What can be imported has the names of its fields. */
export const EXPORT_HEADERS: Readonly<Record<ExportKind, readonly string[]>> = {
  items: IMPORT_FIELDS.items.map(({ name }) => name),
  levels: ['sku', 'name', 'location', 'on_hand', 'committed', 'unavailable', 'available', 'incoming'],
  thresholds: ['sku', 'name', ...IMPORT_FIELDS.thresholds.map(({ name }) => name).filter((n) => n !== 'sku')],
  ledger: [
    'time',
    'position',
    'line',
    'type',
    'sku',
    'name',
    'location',
    'on_hand_change',
    'committed_change',
    'unavailable_change',
    'on_hand_after',
    'committed_after',
    'unavailable_after',
    'reason',
    'reference',
    'actor',
    'command',
  ],
};

/** Returns a record as the cells of its line. */
export function exportCells(row: ExportRow): CsvCell[] {
  switch (row.kind) {
    case 'items': {
      const { item: i } = row;
      const amounts = [moneyCell(i.price, i.currency), moneyCell(i.cost, i.currency)];
      return [
        i.sku,
        i.name,
        i.category,
        i.barcode,
        i.unit,
        ...amounts,
        i.currency,
        i.status,
        i.backorderLimit,
      ];
    }
    case 'levels': {
      const { level: l } = row;
      const counts = [l.onHand, l.committed, l.unavailable, available(l), l.incoming];
      return [row.sku, row.name, row.location, ...counts];
    }
    case 'thresholds': {
      const { threshold: t } = row;
      const limits = [t.lowAt, t.outAt, t.overAt, t.recoverAt, t.expiringWithinDays];
      return [row.sku, row.name, t.category, row.location, ...limits];
    }
    case 'ledger': {
      const { movement: m } = row;
      const deltas = [m.deltaOnHand, m.deltaCommitted, m.deltaUnavailable];
      const after = [m.onHandAfter, m.committedAfter, m.unavailableAfter];
      const what = [m.type, row.sku, row.name, row.location];
      const why = [m.reason, m.reference, m.actor?.name ?? null, m.commandId];
      return [new Date(m.at).toISOString(), m.seq, m.n, ...what, ...deltas, ...after, ...why];
    }
  }
}
