import type { z } from 'zod';
import type { ProtocolError } from '../protocol/errors.ts';
import { adminMethods } from './admin.ts';
import { alertMethods } from './alerts.ts';
import { appMethods } from './app.ts';
import { assignmentMethods } from './assignment.ts';
import { attachmentMethods } from './attachments.ts';
import { attentionMethods } from './attention.ts';
import { auditMethods } from './audit.ts';
import { billingMethods } from './billing.ts';
import { boardMethods } from './boards.ts';
import { cannedMethods } from './canned.ts';
import { changeStreams } from './changes.ts';
import { chatMethods, chatStreams } from './chat.ts';
import { commandMethods, commandStreams } from './commands.ts';
import { connectionMethods, connectionStreams } from './connection.ts';
import { countMethods } from './counts.ts';
import { filterMethods } from './filter.ts';
import { formMethods } from './forms.ts';
import { historyMethods } from './history.ts';
import { importMethods } from './imports.ts';
import { inventoryMethods } from './inventory.ts';
import { kpiMethods } from './kpi.ts';
import { liveMethods, liveStreams } from './live.ts';
import { notificationMethods, notificationStreams } from './notifications.ts';
import { orderMethods } from './orders.ts';
import { outboxMethods } from './outbox.ts';
import { paymentMethods } from './payments.ts';
import { purchasingMethods } from './purchasing.ts';
import { reorderMethods } from './reorder.ts';
import { reportsMethods } from './reports.ts';
import { roomMethods } from './rooms.ts';
import { searchMethods } from './search.ts';
import { serviceMethods } from './service.ts';
import { sessionMethods, sessionStreams } from './session.ts';
import { settingsMethods, settingsStreams } from './settings.ts';
import { summaryMethods } from './summaries.ts';
import { supplierMethods } from './suppliers.ts';
import { transferMethods } from './transfers.ts';
import { usageMethods } from './usage.ts';
import { valuationMethods } from './valuation.ts';
import { viewMethods } from './views.ts';
import { watchdogMethods } from './watchdog.ts';

/** All methods that the renderer can call. */
export const METHODS = {
  ...appMethods,
  ...sessionMethods,
  ...settingsMethods,
  ...summaryMethods,
  ...connectionMethods,
  ...commandMethods,
  ...outboxMethods,
  ...formMethods,
  ...liveMethods,
  ...searchMethods,
  ...inventoryMethods,
  ...countMethods,
  ...transferMethods,
  ...importMethods,
  ...alertMethods,
  ...watchdogMethods,
  ...chatMethods,
  ...attachmentMethods,
  ...cannedMethods,
  ...roomMethods,
  ...serviceMethods,
  ...filterMethods,
  ...reportsMethods,
  ...kpiMethods,
  ...attentionMethods,
  ...assignmentMethods,
  ...notificationMethods,
  ...orderMethods,
  ...paymentMethods,
  ...supplierMethods,
  ...purchasingMethods,
  ...historyMethods,
  ...reorderMethods,
  ...valuationMethods,
  ...adminMethods,
  ...auditMethods,
  ...viewMethods,
  ...usageMethods,
  ...billingMethods,
  ...boardMethods,
} as const;
/** All streams that the renderer can watch. */
export const STREAMS = {
  ...connectionStreams,
  ...sessionStreams,
  ...settingsStreams,
  ...changeStreams,
  ...commandStreams,
  ...notificationStreams,
  ...chatStreams,
  ...liveStreams,
} as const;

export type MethodName = keyof typeof METHODS;
export type StreamName = keyof typeof STREAMS;
/** Names of the methods answered from the cache. */
export type ReadName = {
  [M in MethodName]: (typeof METHODS)[M]['kind'] extends 'read' ? M : never;
}[MethodName];
export type MethodInput<M extends MethodName> = z.infer<(typeof METHODS)[M]['input']>;
export type MethodOutput<M extends MethodName> = z.infer<(typeof METHODS)[M]['output']>;
export type StreamInput<S extends StreamName> = z.infer<(typeof STREAMS)[S]['input']>;
export type StreamItem<S extends StreamName> = z.infer<(typeof STREAMS)[S]['item']>;

/** The result of a call. The bridge returns errors and never throws them. */
export type BridgeResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProtocolError };

/**
 * The untyped bridge that a host gives the renderer: `window.quayside` in Electron, a WebSocket in the browser host. The
 * renderer's client adds the contract's types; main checks names and inputs.
 */
export interface RawBridge {
  invoke(name: string, input: unknown): Promise<BridgeResult<unknown>>;
  /** Calls `listener` with each item and waits for its promise before the next one. Returns an unsubscribe function. */
  subscribe(
    name: string,
    input: unknown,
    listener: (item: BridgeResult<unknown>) => void | Promise<void>,
  ): () => void;
}

/** Returns whether a name is that of a read. */
export function isReadName(name: string): name is ReadName {
  return Object.hasOwn(METHODS, name) && METHODS[name as MethodName].kind === 'read';
}

/** The names of all reads. */
export const READ_NAMES: readonly ReadName[] = Object.keys(METHODS).filter(isReadName);
