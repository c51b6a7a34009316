import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { fieldOf, numberOf, textOf } from '../../lib/fields.ts';

/** The number and location of a sheet, with the item that the command is about. */
export const countName: RecordName = async (countId, data) => {
  const { count } = await bridge.call('counts.sheet', { countId });
  if (count === null) return null;
  const entries = fieldOf(data, 'entries');
  const itemId = Array.isArray(entries) ? textOf(entries[0], 'itemId') : null;
  const found = itemId === null ? null : await bridge.call('counts.find', { countId, code: itemId });
  return [count.number, count.locationName, found?.line?.name].filter(Boolean).join(' · ');
};

/** What was counted. */
export const entryContent: CommandContent = (data, { t, format }) => {
  const entries = fieldOf(data, 'entries');
  if (!Array.isArray(entries)) return '';
  if (entries.length > 1) return t('counts.about.lines', { count: entries.length });
  return t('counts.about.entered', { counted: format.integer(numberOf(entries[0], 'counted')) });
};

/** How many lines are to be counted again. */
export const linesContent: CommandContent = (data, { t }) => {
  const items = fieldOf(data, 'itemIds');
  return Array.isArray(items) ? t('counts.about.lines', { count: items.length }) : '';
};
