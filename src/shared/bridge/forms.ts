import { z } from 'zod';
import { RULE_KINDS } from '../domain/alert-rules.ts';
import { ALERT_SEVERITIES } from '../domain/alerts.ts';
import { Branding } from '../domain/branding.ts';
import { BulkRun } from '../domain/bulk-run.ts';
import { PRIORITIES } from '../domain/chat.ts';
import { CountChoice } from '../domain/counts.ts';
import { FulfilRun } from '../domain/fulfil-run.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { IMPORT_KINDS } from '../domain/imports.ts';
import { UnavailableReason } from '../domain/inventory.ts';
import { ITEM_FIELDS } from '../domain/items.ts';
import { AGGREGATIONS, DIRECTIONS } from '../domain/kpi.ts';
import { METRICS } from '../domain/kpi-metrics.ts';
import { SUM_SCOPES } from '../domain/kpi-sums.ts';
import { KPI_WINDOWS } from '../domain/kpi-windows.ts';
import { MacroRun } from '../domain/macro-run.ts';
import { MACRO_ACTION_KINDS } from '../domain/macros.ts';
import { MANUAL_METHODS, MAX_ENTERED_LINES } from '../domain/manual-orders.ts';
import { MAX_PICK_ORDERS } from '../domain/picking.ts';
import { ROOM_KINDS } from '../domain/rooms.ts';
import { MAX_HOLIDAYS } from '../domain/service-hours.ts';
import { MadeBy, method, Nothing, read } from './contract.ts';

/** The number of forms kept; with more, the oldest are dropped. */
export const MAX_FORMS = 100;
/** The largest form that is kept, in characters of JSON. */
export const MAX_FORM_LENGTH = 60_000;

const text = z.string().max(MAX_FORM_LENGTH);

/** Fields of an item as typed. */
const ItemText = z.partialRecord(z.enum(ITEM_FIELDS), text);
/** The fields of a change of many items as typed, and the run that it is in. */
const BulkText = z.object({ text: z.record(z.string().max(40), text), run: BulkRun.nullable() });
/** The fields of a supplier as typed. */
const SUPPLIER_FIELDS = {
  name: text,
  contactName: text,
  email: text,
  phone: text,
  leadTimeDays: text,
  leadTimeDeviationDays: text,
  currency: text,
  minimumOrder: text,
  serviceLevel: text.default(''),
  note: text,
  status: z.enum(['active', 'archived']),
} as const;
/** The fields of a purchase order as typed. */
const DRAFT_FIELDS = {
  locationId: Id.nullable(),
  expectedOn: text,
  note: text,
  lines: z.array(z.object({ itemId: Id, quantity: text, price: text })).max(500),
} as const;

/**
 * The forms that are kept until they are sent, by the command that they become, with their fields as typed. None of them may
 * hold a password.
 */
export const FORMS = {
  'inventory.adjust': z.object({
    mode: z.enum(['delta', 'set']),
    quantity: text,
    reason: text,
    reference: text,
  }),
  'inventory.reserve': z.object({ locationId: Id.nullable(), quantity: text, hold: text, order: text }),
  'inventory.set_aside': z.object({
    kind: z.enum(['set_aside', 'put_back', 'write_off']),
    reason: UnavailableReason,
    quantity: text,
    lotId: Id.nullable(),
    note: text,
  }),
  'inventory.create_item': z.object({ fields: ItemText, currency: text }),
  /** The fields that were edited, and what they were when the edit began. */
  'inventory.edit_items': z.object({
    edited: ItemText,
    seen: ItemText,
    /** The fields of an edit of many items, and how far it has come. */
    bulk: BulkText.optional(),
  }),
  'inventory.set_thresholds': BulkText,
  /** Hours by weekday, holidays and targets by priority as typed, and the version that the change was begun on. */
  'service.save_rules': z.object({
    days: z.array(z.object({ open: z.boolean(), opensAt: text, closesAt: text })).max(7),
    holidays: z.array(z.object({ day: text, name: text })).max(MAX_HOLIDAYS),
    targets: z
      .array(z.object({ firstReply: text, nextReply: text, resolution: text }))
      .max(PRIORITIES.length),
    seen: z.int().nullable(),
  }),
  /** The word list, a line for each entry, and the rules for visitors as typed; the version that the change was begun on. */
  'filter.save_rules': z.object({
    words: text,
    flood: z.boolean(),
    messages: text,
    seconds: text,
    repeat: z.boolean(),
    repeatSeconds: text,
    seen: z.int().nullable(),
  }),
  /** A credit as typed. */
  'billing.add_credit': z.object({ amount: text, reason: text }),
  /** A meter as typed, and the version that the change was begun on; -1 where nothing was entered. */
  'usage.set_meter': z.object({
    key: text,
    name: text,
    unit: text,
    aggregation: text,
    quota: text,
    thresholds: text,
    seen: z.int(),
  }),
  /** How the customer page looks as typed, and what stood when the change was begun. */
  'admin.set_branding': z.object({
    name: text,
    colour: text,
    greetingEn: text,
    greetingDe: text,
    seen: Branding.nullable(),
  }),
  'inventory.create_location': z.object({
    name: text,
    kind: z.enum(['store', 'warehouse']),
    region: text.default(''),
  }),
  'inventory.receive': z.object({
    locationId: Id.nullable(),
    quantity: text,
    code: text,
    /** A calendar day. */
    expires: text,
    reference: text,
  }),
  'alerts.acknowledge': z.object({ note: text }),
  'reorder.set_policy': z.object({
    serviceLevel: text,
    serviceLevelA: text,
    serviceLevelB: text,
    serviceLevelC: text,
    windowDays: text,
    reviewDays: text,
    leadTimeDays: text,
    leadTimeDeviationDays: text,
    multiple: text,
    /** That of the terms that the form began with. */
    revision: text,
  }),
  /** A KPI as typed, and the version that the change was begun on: 0 for a new one, null while nothing was entered. */
  'kpi.save': z.object({
    name: text,
    metric: z.enum(METRICS),
    aggregation: z.enum(AGGREGATIONS),
    by: z.enum(SUM_SCOPES),
    key: text,
    window: z.enum(KPI_WINDOWS),
    target: text,
    direction: z.enum(DIRECTIONS),
    ownerId: text,
    alertWhen: z.enum(['off', 'pace', 'end']),
    below: text,
    forHours: text,
    severity: z.enum(ALERT_SEVERITIES),
    archived: z.boolean(),
    seen: z.int().nullable(),
  }),
  'watchdog.repair': z.object({ reason: text }),
  'alerts.set_rule': z.object({
    severity: z.enum(ALERT_SEVERITIES),
    enabled: z.boolean(),
    kind: z.enum(RULE_KINDS),
    locationId: z.string().max(200),
    category: z.string().max(120),
    forMinutes: text,
    keepMinutes: text,
    overAt: text,
    withinDays: text.default(''),
    silentHours: text,
    opensAt: text,
    closesAt: text,
    openDays: z.int().min(0).max(127),
  }),
  'assignment.transfer': z.object({ kind: z.enum(['person', 'team']), to: z.string().max(64), note: text }),
  'assignment.save_team': z.object({
    name: text,
    memberIds: z.array(Id).max(100),
    leaderIds: z.array(Id).max(100).default([]),
    automatic: z.boolean(),
    intake: z.boolean(),
    archived: z.boolean(),
    /** The version that the change began with; -1 while nothing is entered. */
    seen: z.int(),
  }),
  /** The members of a team as chosen, and the version that the change began with; -1 while nothing is chosen. */
  'assignment.set_members': z.object({ memberIds: z.array(Id).max(100), seen: z.int() }),
  'rooms.post': z.object({ body: text }),
  'rooms.create': z.object({
    kind: z.enum(ROOM_KINDS),
    name: text,
    topic: text,
    memberIds: z.array(Id).max(10),
  }),
  'rooms.edit': z.object({ name: text, topic: text, expected: z.int().nullable() }),
  'orders.note': z.object({ body: text }),
  /**
   * An order as typed. It keeps its id, so that one that is sent again after a crash is the same; null until something is entered.
   * Without a location, the suggested one is taken.
   */
  'orders.enter': z.object({
    orderId: Id.nullable(),
    paymentId: Id.nullable(),
    customer: z.object({
      kind: z.enum(['guest', 'known', 'new']),
      id: Id.nullable(),
      name: text,
      email: text,
    }),
    currency: z.string().max(3),
    locationId: Id.nullable(),
    lines: z
      .array(z.object({ itemId: Id, quantity: text, price: text, discount: text, reason: text }))
      .max(MAX_ENTERED_LINES),
    note: text,
    /** How it was paid; empty if it was not. */
    method: z.enum(['', ...MANUAL_METHODS]),
  }),
  'orders.cancel': z.object({ reason: text }),
  'orders.close_rest': z.object({ reason: text }),
  'orders.fulfil': z.object({
    /** Quantities as typed, by the place of the line. */
    chosen: z.record(z.string().max(4), text),
    locationId: Id.nullable(),
    carrier: text,
    tracking: text,
  }),
  /** Orders that are being fulfilled one after the other. Its key is the id that it began with. */
  'orders.fulfil_run': FulfilRun,
  /** How much of each item was picked, and the orders that it is picked for; null while nothing was. By location. */
  'orders.pick': z.object({
    picked: z.record(Id, z.int().min(0)),
    orderIds: z.array(Id).max(MAX_PICK_ORDERS).nullable(),
  }),
  'payments.refund': z.object({
    mode: z.enum(['refund', 'return']),
    /** Quantities by the place of the line. */
    chosen: z.record(z.string().max(4), z.int().min(0)),
    /** The lines whose goods do not come back. */
    stays: z.array(z.string().max(4)).max(1000),
    amount: text.nullable(),
    locationId: Id.nullable(),
    /** One of the offered reasons; empty for own words. */
    code: text,
    reason: text,
  }),
  'payments.answer_dispute': z.object({ evidence: text }),
  'counts.start': z.object({
    name: text,
    locationId: Id.nullable(),
    choice: CountChoice,
    category: z.string().max(120).nullable(),
    items: z.array(z.object({ itemId: Id, name: z.string().max(300) })).max(80),
    blind: z.boolean(),
  }),
  'counts.enter': z.object({ quantity: text }),
  'counts.cancel': z.object({ reason: text }),
  'transfers.create': z.object({ fromLocationId: Id.nullable(), toLocationId: Id.nullable(), note: text }),
  'transfers.receive': z.object({
    arrived: z.record(Id, text),
    writeOff: z.boolean(),
    reason: text,
  }),
  'transfers.cancel': z.object({ reason: text }),
  /** What the columns of a file are; null for what its header says. */
  'imports.start': z
    .object({
      kind: z.enum(IMPORT_KINDS),
      columns: z.array(z.string().max(60).nullable()).max(500),
      decimal: z.enum(['.', ',']),
    })
    .nullable(),
  'imports.apply': z.object({ reason: text.nullable() }),
  'imports.undo': z.object({ reason: text.nullable() }),
  'boards.save': z.object({ name: text }),
  'boards.rename': z.object({ name: text }),
  'views.save': z.object({ name: text }),
  'views.rename': z.object({ name: text }),
  'suppliers.create': z.object(SUPPLIER_FIELDS),
  'suppliers.update': z.object({ ...SUPPLIER_FIELDS, expected: z.int().nullable() }),
  'suppliers.set_item': z.object({
    itemId: Id.nullable(),
    supplierSku: text,
    packSize: text,
    price: text,
    preferred: z.boolean(),
    expected: z.int().nullable(),
  }),
  'purchasing.create_order': z.object({ ...DRAFT_FIELDS, supplierId: Id.nullable() }),
  'purchasing.edit_order': z.object({ ...DRAFT_FIELDS, expected: z.int().nullable() }),
  'purchasing.receive': z.object({
    locationId: Id.nullable(),
    reference: text,
    byPack: z.boolean(),
    acceptOver: z.boolean(),
    counts: z
      .array(
        z.object({
          line: z.int().min(0),
          quantity: text,
          lot: text,
          expiresOn: text,
          /** What was received of the line when it was first counted. */
          expected: z.int().min(0),
        }),
      )
      .max(500),
  }),
  'purchasing.close_short': z.object({ reason: text }),
  'purchasing.cancel_order': z.object({ reason: text }),
  /** `seen` is the version that the form began with; null for a new one, and for a form that was not begun. */
  'canned.save': z.object({
    shortcut: text,
    title: text,
    body: text,
    folder: text,
    shared: z.boolean(),
    seen: z.int().nullable(),
  }),
  'canned.save_macro': z.object({
    name: text,
    shared: z.boolean(),
    /** The kind of each action, and the reply, person or status that it is about. */
    actions: z
      .array(
        z.object({ key: z.string().max(64), kind: z.enum(MACRO_ACTION_KINDS), value: z.string().max(64) }),
      )
      .max(10),
    seen: z.int().nullable(),
  }),
  /** A macro that runs, or stopped. Its key is the id of the first run. */
  'canned.run': MacroRun,
  'chat.open_conversation': z.object({ subject: text.nullable(), body: text }),
} as const;
export type FormType = keyof typeof FORMS;
/** What was typed into a form. */
export type FormFields<T extends FormType> = z.infer<(typeof FORMS)[T]>;

const FORM_TYPES = Object.keys(FORMS).filter((name): name is FormType => Object.hasOwn(FORMS, name));

/** Which form it is: its type, and the record that it is about. */
const Which = { type: z.enum(FORM_TYPES), key: z.string().min(1).max(300) } as const;

/** What was filled in. `data` is the command that it would become, as far as it goes. */
const Filled = z
  .strictObject({ data: z.unknown(), fields: z.unknown() })
  .refine((form) => JSON.stringify(form).length <= MAX_FORM_LENGTH, 'This is too long to be kept.');

/** Methods of forms that were filled in and not sent. */
export const formMethods = {
  /** Returns the fields of a form; null if nothing is kept. They are from this or an older version, so parse them. */
  'forms.form': read('signed_in', z.strictObject(Which), z.object({ fields: z.unknown() })),
  /** The forms that are kept, newest first. */
  'forms.list': read(
    'signed_in',
    Nothing,
    z.object({
      forms: z
        .array(z.object({ type: z.enum(FORM_TYPES), key: z.string(), data: z.unknown(), at: Timestamp }))
        .max(MAX_FORMS),
    }),
  ),
  /** Keeps a form, or deletes it with `form` null. It is durable when this returns. */
  'forms.save': method(
    'signed_in',
    z.strictObject({ ...Which, form: Filled.nullable(), ...MadeBy }),
    Nothing,
  ),
} as const;

const SCHEMAS: { readonly [T in FormType]: z.ZodType<FormFields<T>> } = FORMS;

/** Parses the fields of a kept form; null if there are none, or if another version wrote them. */
export function fieldsOf<T extends FormType>(type: T, fields: unknown): FormFields<T> | null {
  return SCHEMAS[type].safeParse(fields).data ?? null;
}
