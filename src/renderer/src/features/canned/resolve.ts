import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { OpenVariable, StockFigure } from '#shared/domain/templates.ts';
import { bridge } from '../../bridge/client.ts';
import type { SayContext } from '../../lib/said.ts';
import { isLive, useConnection } from '../../stores/connection.ts';

/** A reply or a text whose variables were resolved for a conversation. */
export type Resolved = MethodOutput<'canned.preview'>;

/** Resolves a canned reply, or a text, for a conversation. Stock figures are current only while the window is live. */
export function resolve(
  conversationId: string | null,
  of: MethodInput<'canned.preview'>['of'],
): Promise<Resolved> {
  const live = isLive(useConnection.getState());
  return bridge.call('canned.preview', { conversationId, of, live });
}

/** Returns the units of now of the items whose figures a text has. */
export async function unitsNow(figures: readonly StockFigure[]): Promise<(sku: string) => number | null> {
  const text = [...new Set(figures.map(({ sku }) => `{{stock.${sku}}}`))].join('');
  const { stock } = await resolve(null, { text, figures: [] });
  const units = new Map(stock.map((one) => [one.sku, one.units]));
  return (sku) => units.get(sku) ?? null;
}

/** Says which variables have no value, and why. */
export function openWords({ t }: Pick<SayContext, 't'>, open: readonly OpenVariable[]): string {
  const each = new Map(open.map(({ source, problem }) => [source, problem]));
  return [...each].map(([source, problem]) => t(`canned.open.${problem}`, { variable: source })).join(' ');
}
