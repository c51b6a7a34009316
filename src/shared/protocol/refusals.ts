import { PASSWORD_LENGTH, type WeakPassword } from '../domain/admin.ts';
import type { CodedText, ValueKinds, ValuesOf } from '../domain/coded-text.ts';
import { sayRefusal } from '../text/say.ts';
import type { ErrorCode, ProtocolError } from './errors.ts';

interface Refusal {
  readonly code: ErrorCode;
  readonly values: ValueKinds;
}

/**
 * Why something was refused, with the values its text needs. The texts are in `shared/text`; a refusal carries the English one
 * for clients that do not know its id. An id never changes its meaning.
 */
export const REFUSALS = {
  // Records that do not exist.
  unknown_user: { code: 'not_found', values: {} },
  unknown_member: { code: 'not_found', values: {} },
  unknown_session: { code: 'not_found', values: {} },
  unknown_api_key: { code: 'not_found', values: {} },
  unknown_persona: { code: 'not_found', values: {} },
  unknown_order: { code: 'not_found', values: {} },
  unknown_item: { code: 'not_found', values: {} },
  unknown_location: { code: 'not_found', values: {} },
  unknown_reservation: { code: 'not_found', values: {} },
  unknown_count: { code: 'not_found', values: {} },
  unknown_transfer: { code: 'not_found', values: {} },
  unknown_lot: { code: 'not_found', values: {} },
  unknown_supplier: { code: 'not_found', values: {} },
  unknown_supplier_item: { code: 'not_found', values: {} },
  unknown_purchase: { code: 'not_found', values: {} },
  unknown_purchase_line: { code: 'invalid', values: {} },
  unknown_conversation: { code: 'not_found', values: {} },
  unknown_difference: { code: 'not_found', values: {} },
  unknown_alert: { code: 'not_found', values: {} },
  unknown_view: { code: 'not_found', values: {} },
  unknown_import: { code: 'not_found', values: {} },
  unknown_route: { code: 'not_found', values: {} },
  unknown_command: { code: 'invalid', values: { type: 'text' } },
  command_not_handled: { code: 'not_found', values: { type: 'text' } },
  // Records that exist already.
  duplicate_id: { code: 'conflict', values: {} },
  username_taken: { code: 'conflict', values: { username: 'text' } },
  order_number_taken: { code: 'conflict', values: { number: 'text' } },
  sku_taken: { code: 'conflict', values: { sku: 'text' } },
  // Imports.
  import_state: { code: 'conflict', values: {} },
  import_stale: { code: 'conflict', values: {} },
  import_incomplete: { code: 'conflict', values: { found: 'number', expected: 'number' } },
  import_full: { code: 'too_large', values: { max: 'number' } },
  import_errors: { code: 'conflict', values: { errors: 'number' } },
  import_nothing: { code: 'conflict', values: {} },
  import_fields: { code: 'invalid', values: { field: 'text' } },
  import_lines_gone: { code: 'expired', values: {} },
  export_not_loaded: { code: 'unavailable', values: {} },
  imports_many: { code: 'rate_limited', values: { max: 'number' } },
  // Users and API keys.
  last_admin_role: { code: 'conflict', values: {} },
  last_admin_disable: { code: 'conflict', values: {} },
  unknown_permission: { code: 'invalid', values: { permission: 'text' } },
  missing_permission: { code: 'forbidden', values: { permission: 'text' } },
  expiry_past: { code: 'invalid', values: {} },
  time_past: { code: 'invalid', values: {} },
  time_zone: { code: 'invalid', values: {} },
  password_short: { code: 'invalid', values: { min: 'number' } },
  password_long: { code: 'invalid', values: { max: 'number' } },
  password_common: { code: 'invalid', values: {} },
  password_wrong: { code: 'invalid', values: {} },
  passwords_busy: { code: 'rate_limited', values: {} },
  // Signing in.
  credentials_wrong: { code: 'unauthenticated', values: {} },
  token_invalid: { code: 'unauthenticated', values: {} },
  token_expired: { code: 'unauthenticated', values: {} },
  token_missing: { code: 'unauthenticated', values: {} },
  token_foreign: { code: 'forbidden', values: {} },
  session_ended: { code: 'unauthenticated', values: {} },
  account_disabled: { code: 'unauthenticated', values: {} },
  account_gone: { code: 'unauthenticated', values: {} },
  api_key_invalid: { code: 'unauthenticated', values: {} },
  api_key_password: { code: 'forbidden', values: {} },
  sign_in_first: { code: 'unauthenticated', values: {} },
  role_changed: { code: 'unavailable', values: {} },
  too_many_attempts: { code: 'rate_limited', values: {} },
  // Orders and payments.
  order_status: { code: 'conflict', values: { status: 'orderStatus' } },
  order_currency: { code: 'invalid', values: { currency: 'text' } },
  order_lines_size: { code: 'too_large', values: { max: 'number' } },
  order_total: { code: 'invalid', values: {} },
  order_item_archived: { code: 'invalid', values: {} },
  payment_above: { code: 'invalid', values: { owed: 'money' } },
  refund_above: { code: 'invalid', values: { left: 'money' } },
  return_before_fulfilment: { code: 'invalid', values: {} },
  return_without_location: { code: 'invalid', values: {} },
  return_above: { code: 'invalid', values: { left: 'number', item: 'text' } },
  // Stock.
  stock_insufficient: { code: 'insufficient_stock', values: { available: 'number' } },
  difference_changed: { code: 'conflict', values: {} },
  location_missing: { code: 'invalid', values: {} },
  expected_missing: { code: 'invalid', values: {} },
  set_aside_insufficient: { code: 'insufficient_stock', values: { quantity: 'number' } },
  lot_insufficient: { code: 'insufficient_stock', values: { quantity: 'number' } },
  barcode_taken: { code: 'conflict', values: { barcode: 'text', sku: 'text' } },
  records_changed: { code: 'conflict', values: { count: 'number' } },
  line_twice: { code: 'invalid', values: { line: 'number' } },
  price_negative: { code: 'invalid', values: { sku: 'text' } },
  image_invalid: { code: 'invalid', values: {} },
  threshold_over_below_low: { code: 'invalid', values: {} },
  lots_full: { code: 'conflict', values: { max: 'number' } },
  lot_expiry_differs: { code: 'conflict', values: { code: 'text' } },
  stock_changed: { code: 'conflict', values: { onHand: 'number', expected: 'number' } },
  quantity_range: { code: 'invalid', values: {} },
  reservation_committed: { code: 'conflict', values: {} },
  reservation_expired: { code: 'conflict', values: {} },
  reservation_status: { code: 'conflict', values: { status: 'reservationStatus' } },
  threshold_out_above_low: { code: 'invalid', values: {} },
  threshold_recover_below_low: { code: 'invalid', values: {} },
  // Reordering.
  reorder_policy_changed: { code: 'conflict', values: {} },
  // Stocktakes.
  count_ended: { code: 'conflict', values: { number: 'text' } },
  count_status: { code: 'conflict', values: { number: 'text' } },
  count_changed: { code: 'conflict', values: {} },
  count_choice: { code: 'invalid', values: {} },
  count_empty: { code: 'invalid', values: {} },
  count_large: { code: 'too_large', values: { max: 'number' } },
  counts_open: { code: 'conflict', values: { max: 'number' } },
  count_line_unknown: { code: 'not_found', values: {} },
  count_line_twice: { code: 'invalid', values: {} },
  count_line_changed: { code: 'conflict', values: { item: 'text' } },
  count_lines_committed: { code: 'insufficient_stock', values: { lines: 'number', item: 'text' } },
  count_lines_superseded: { code: 'conflict', values: { lines: 'number', item: 'text' } },
  // Transfers.
  transfer_same_place: { code: 'invalid', values: {} },
  transfer_item_archived: { code: 'invalid', values: { item: 'text' } },
  transfer_status: { code: 'conflict', values: { number: 'text' } },
  transfer_changed: { code: 'conflict', values: { number: 'text' } },
  transfer_short: {
    code: 'insufficient_stock',
    values: { item: 'text', available: 'number', lines: 'number' },
  },
  transfer_above: { code: 'conflict', values: { item: 'text', left: 'number' } },
  transfer_line_unknown: { code: 'invalid', values: {} },
  transfer_nothing: { code: 'invalid', values: {} },
  // Suppliers and purchase orders.
  supplier_changed: { code: 'conflict', values: {} },
  supplier_currency: { code: 'invalid', values: { currency: 'text' } },
  supplier_item_changed: { code: 'conflict', values: {} },
  supplier_archived: { code: 'invalid', values: {} },
  purchase_changed: { code: 'conflict', values: {} },
  purchase_status: { code: 'conflict', values: { status: 'purchaseStatus' } },
  purchase_price: { code: 'invalid', values: { item: 'text' } },
  purchase_received: { code: 'conflict', values: { item: 'text', received: 'number', expected: 'number' } },
  purchase_over: { code: 'invalid', values: { item: 'text', over: 'number' } },
  // Alerts.
  alert_resolved: { code: 'conflict', values: {} },
  alert_acknowledged: { code: 'conflict', values: { name: 'text' } },
  alert_acknowledged_already: { code: 'conflict', values: {} },
  alert_resolves_itself: { code: 'conflict', values: {} },
  // Saved views.
  view_changed: { code: 'conflict', values: { name: 'text' } },
  views_many: { code: 'conflict', values: { max: 'number' } },
  // Chat.
  message_empty: { code: 'invalid', values: {} },
  message_long: { code: 'invalid', values: { max: 'number', length: 'number' } },
  note_by_customer: { code: 'invalid', values: {} },
  conversation_of_another: { code: 'forbidden', values: {} },
  conversation_ended: { code: 'unauthenticated', values: {} },
  conversation_begun: { code: 'conflict', values: {} },
  conversation_windows: { code: 'rate_limited', values: {} },
  conversation_streams: { code: 'rate_limited', values: {} },
  code_wrong: { code: 'invalid', values: {} },
  // Commands and requests.
  command_id_used: { code: 'idempotency_conflict', values: {} },
  message_id_used: { code: 'idempotency_conflict', values: {} },
  command_old: { code: 'expired', values: {} },
  command_forgotten: { code: 'expired', values: {} },
  command_ahead: { code: 'invalid', values: {} },
  command_failed: { code: 'internal', values: {} },
  command_withdrawn: { code: 'withdrawn', values: {} },
  event_size: { code: 'too_large', values: { bytes: 'number', max: 'number' } },
  body_size: { code: 'too_large', values: {} },
  request_failed: { code: 'internal', values: {} },
  request_invalid: { code: 'invalid', values: {} },
  too_many_requests: { code: 'rate_limited', values: {} },
  too_many_commands: { code: 'rate_limited', values: {} },
  page_not_allowed: { code: 'forbidden', values: {} },
  cursor_foreign: { code: 'invalid', values: {} },
  // The gateway itself.
  gateway_full: { code: 'unavailable', values: {} },
  gateway_busy: { code: 'unavailable', values: {} },
  gateway_stopping: { code: 'unavailable', values: {} },
  gateway_cannot_write: { code: 'unavailable', values: {} },
  gateway_database_busy: { code: 'unavailable', values: {} },
  gateway_connection_failed: { code: 'internal', values: {} },
  protocol_version: { code: 'invalid', values: { gateway: 'text', client: 'text' } },
  consoles_many: { code: 'rate_limited', values: {} },
  messages_invalid: { code: 'rate_limited', values: {} },
  // What the console itself refuses.
  change_unknown: { code: 'not_found', values: {} },
  change_id_used: { code: 'idempotency_conflict', values: {} },
  change_not_refused: { code: 'conflict', values: {} },
  change_of_another_record: { code: 'conflict', values: {} },
  change_on_its_way: { code: 'conflict', values: {} },
  change_carried_out: { code: 'conflict', values: {} },
  change_not_saved: { code: 'unavailable', values: {} },
  change_with_password: { code: 'invalid', values: {} },
  change_password_not_kept: { code: 'unavailable', values: {} },
  change_password_offline: { code: 'unavailable', values: {} },
  change_direct: { code: 'unavailable', values: {} },
  changes_waiting: { code: 'unavailable', values: {} },
  outbox_full: { code: 'unavailable', values: { max: 'number' } },
  answer_lost: { code: 'unavailable', values: {} },
  another_signed_in: { code: 'conflict', values: {} },
  console_failed: { code: 'internal', values: {} },
  review_only: { code: 'unauthenticated', values: {} },
  server_address: { code: 'invalid', values: {} },
  server_unreachable: { code: 'unavailable', values: {} },
  server_certificate: { code: 'unavailable', values: { problem: 'text' } },
  server_answer: { code: 'unavailable', values: {} },
  settings_not_saved: { code: 'unavailable', values: {} },
  password_offline: { code: 'unauthenticated', values: {} },
  password_unchecked: { code: 'unavailable', values: {} },
  draft_not_saved: { code: 'unavailable', values: {} },
  read_not_saved: { code: 'unavailable', values: {} },
  // What is the matter with the connection and the cache.
  connection_lost: { code: 'unavailable', values: { reason: 'text' } },
  server_late: { code: 'unavailable', values: {} },
  server_silent: { code: 'unavailable', values: {} },
  server_welcome: { code: 'unavailable', values: {} },
  server_unreadable: { code: 'unavailable', values: {} },
  server_unacknowledged: { code: 'unavailable', values: {} },
  server_other_user: { code: 'unauthenticated', values: {} },
  sync_incomplete: { code: 'unavailable', values: { channel: 'text' } },
  cache_not_written: { code: 'unavailable', values: { reason: 'text' } },
  update_console: { code: 'invalid', values: { theirs: 'number', ours: 'number' } },
  update_server: { code: 'invalid', values: { theirs: 'number', ours: 'number' } },
  session_over: { code: 'unauthenticated', values: {} },
  session_not_accepted: { code: 'unauthenticated', values: {} },
  session_not_renewed: { code: 'unavailable', values: {} },
  cache_not_opened: { code: 'internal', values: { reason: 'text' } },
  cache_in_use: { code: 'unavailable', values: {} },
  cache_no_room: { code: 'unavailable', values: {} },
  cache_unusable: { code: 'unavailable', values: { reason: 'text' } },
  cache_damaged: { code: 'unavailable', values: {} },
  engine_stopped: { code: 'unavailable', values: { reason: 'text' } },
  not_signed_in: { code: 'unavailable', values: {} },
  // Fields that no form of the console sends wrong; see `issueOf`.
  value_missing: { code: 'invalid', values: {} },
  value_empty: { code: 'invalid', values: {} },
  value_short: { code: 'invalid', values: { min: 'number' } },
  value_long: { code: 'invalid', values: { max: 'number' } },
  value_low: { code: 'invalid', values: { min: 'number' } },
  value_high: { code: 'invalid', values: { max: 'number' } },
  value_few: { code: 'invalid', values: { min: 'number' } },
  value_many: { code: 'invalid', values: { max: 'number' } },
  value_whole: { code: 'invalid', values: {} },
  value_zero: { code: 'invalid', values: {} },
  value_email: { code: 'invalid', values: {} },
  value_typable: { code: 'invalid', values: {} },
  value_unknown_field: { code: 'invalid', values: {} },
  value_invalid: { code: 'invalid', values: {} },
} as const satisfies Readonly<Record<string, Refusal>>;

/** Why something was refused. */
export type RefusalId = keyof typeof REFUSALS;
/** The values of a refusal's text. */
export type RefusalValues<I extends RefusalId> = ValuesOf<(typeof REFUSALS)[I]['values']>;
/** What a refusal says besides its text. */
export type RefusalDetail = Partial<Omit<ProtocolError, 'code' | 'message' | 'why'>>;

/** Creates a coded refusal. */
export function why<I extends RefusalId>(id: I, values: RefusalValues<I>): CodedText {
  return { id, values: { ...values } };
}

/** Creates the error of a refusal. */
export function refused<I extends RefusalId>(
  id: I,
  values: RefusalValues<I>,
  detail: RefusalDetail = {},
): ProtocolError {
  const coded = why(id, values);
  return { code: REFUSALS[id].code, message: sayRefusal(coded, 'en') ?? id, why: coded, ...detail };
}

/** Returns the error of a password that cannot be set. */
export function weakPassword(weakness: WeakPassword, field: string): ProtocolError {
  if (weakness === 'short') return refused('password_short', { min: PASSWORD_LENGTH.min }, { field });
  if (weakness === 'long') return refused('password_long', { max: PASSWORD_LENGTH.max }, { field });
  return refused('password_common', {}, { field });
}
