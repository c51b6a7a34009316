import type { FormFields } from '#shared/bridge/forms.ts';
import { type ItemQuantity, inTransit, type TransferLine } from '#shared/domain/transfers.ts';

/** What arrived, as typed. */
export type ReceiveForm = FormFields<'transfers.receive'>;

export const EMPTY_RECEIPT: ReceiveForm = { arrived: {}, writeOff: false, reason: '' };

/** A line that can still arrive, with what was typed. `problem`: why that cannot be received. */
export interface ArrivingLine {
  readonly line: TransferLine;
  readonly open: number;
  readonly text: string;
  /** 0 while nothing or no number was typed. */
  readonly quantity: number;
  readonly problem: 'above' | 'invalid' | null;
}

/** Returns the lines that can still arrive. */
export function arrivingLines(lines: readonly TransferLine[], { arrived }: ReceiveForm): ArrivingLine[] {
  return lines.flatMap((line) => {
    const open = inTransit(line);
    if (open <= 0) return [];
    const text = arrived[line.itemId] ?? '';
    const typed = text.trim();
    const isNumber = /^\d{1,7}$/.test(typed);
    const quantity = isNumber ? Number(typed) : 0;
    const problem = typed !== '' && !isNumber ? 'invalid' : quantity > open ? 'above' : null;
    return [{ line, open, text, quantity, problem }];
  });
}

/** Returns what would be missing if what was typed were all that arrives. */
export function missingOf(rows: readonly ArrivingLine[]): (ItemQuantity & { readonly name: string })[] {
  return rows
    .map(({ line, open, quantity }) => ({ itemId: line.itemId, name: line.name, quantity: open - quantity }))
    .filter(({ quantity }) => quantity > 0);
}
