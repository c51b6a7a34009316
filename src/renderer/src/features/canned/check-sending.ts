import {
  type ChangedFigure,
  changedFigures,
  type OpenVariable,
  type StockFigure,
  updatedFigures,
  variablesOf,
} from '#shared/domain/templates.ts';
import type { Said } from '../../lib/said.ts';
import { isLive, useConnection } from '../../stores/connection.ts';
import { resolve, unitsNow } from './resolve.ts';

/** A text that is to be sent, and the stock figures that were inserted into it. */
export interface Outgoing {
  readonly text: string;
  readonly figures: readonly StockFigure[];
}

/**
 * Whether a text may be sent. `stopped` says why not, and `filled` is the text with what could be resolved meanwhile, for the user
 * to read; `changed` asks, with the text as it would be with the figures of now.
 */
export type SendingCheck =
  | { readonly kind: 'fine' }
  | { readonly kind: 'stopped'; readonly why: Said; readonly filled: Outgoing | null }
  | { readonly kind: 'changed'; readonly changes: readonly ChangedFigure[]; readonly updated: Outgoing };

/** Checks a text before it is sent: no variable may be left open, and no stock figure may be old. */
export async function checkSending(
  conversationId: string,
  { text, figures }: Outgoing,
): Promise<SendingCheck> {
  if (variablesOf(text).length > 0) return checkVariables(conversationId, { text, figures });
  if (figures.length === 0) return { kind: 'fine' };
  if (!isLive(useConnection.getState())) {
    const skus = [...new Set(figures.map(({ sku }) => sku))].join(', ');
    return { kind: 'stopped', why: ({ t }) => t('canned.send.figuresOld', { skus }), filled: null };
  }
  const now = await unitsNow(figures);
  const changes = changedFigures(figures, now);
  if (changes.length === 0) return { kind: 'fine' };
  return { kind: 'changed', changes, updated: updatedFigures(text, figures, now) };
}

async function checkVariables(conversationId: string, { text, figures }: Outgoing): Promise<SendingCheck> {
  const resolved = await resolve(conversationId, { text, figures: [...figures] });
  if (resolved.open.length > 0)
    return {
      kind: 'stopped',
      why: ({ t }) => t('canned.send.open', { variables: sourcesOf(resolved.open) }),
      filled: null,
    };
  return { kind: 'stopped', why: ({ t }) => t('canned.send.filled'), filled: resolved };
}

/** The variables as they are written, each once. The composer lists them with the reasons. */
function sourcesOf(open: readonly OpenVariable[]): string {
  return [...new Set(open.map(({ source }) => source))].join(', ');
}
