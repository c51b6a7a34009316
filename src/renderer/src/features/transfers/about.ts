import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, textOf } from '../../lib/fields.ts';
import { reasonText } from '../../lib/reasons.ts';

/** The number of a transfer, and where it goes. */
export const transferName: RecordName = async (transferId) => {
  const { transfer } = await bridge.call('transfers.transfer', { transferId });
  return transfer && `${transfer.number} · ${transfer.fromName} → ${transfer.toName}`;
};

/** How many items it is about, and the words that were written. */
export const linesContent: CommandContent = (data, { t }) => {
  const lines = fieldOf(data, 'lines');
  const count = Array.isArray(lines) ? lines.length : 0;
  const reason = textOf(data, 'reason') ?? textOf(fieldOf(data, 'writeOff'), 'reason');
  return [t('transfers.about.lines', { count }), reason && reasonText({ t }, reason), textOf(data, 'note')]
    .filter(Boolean)
    .join(' · ');
};
