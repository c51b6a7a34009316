import type { TextValue } from '#shared/domain/coded-text.ts';
import { sayNotice } from '#shared/text/say.ts';
import { languageOf } from '../../i18n/errors.ts';
import type { ChannelView } from '../../lib/feature.ts';

/** Says what was notified about, in the user's language; in its own words if an earlier gateway wrote them. */
export const activityValues: NonNullable<ChannelView['values']> = ({ values }, _i18n, { locale }) => {
  const { notice, title, ...given } = values;
  const known: Record<string, TextValue> = {};
  for (const [name, value] of Object.entries(given)) if (value !== null) known[name] = value;
  const said =
    typeof notice === 'string' ? sayNotice({ id: notice, values: known }, languageOf(locale), locale) : null;
  return said === null ? {} : { title: said.title };
};
