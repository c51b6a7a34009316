import { expect, it } from 'vitest';
import { createFormat } from '../../format/format.ts';
import { axisWidth } from './chart-axis.ts';

it('the value axis has room for its longest label in every language', () => {
  for (const locale of ['en-GB', 'de-DE'])
    for (const peak of [0, 99, 50_000, 9_600_000, 99_999_900, 123_456_789_00]) {
      const format = createFormat(locale, 'UTC');
      const width = axisWidth(format, peak, 'USD');
      expect(width).toBeGreaterThanOrEqual(6.6 * format.moneyAxis(peak, 'USD').length + 8);
    }
  expect(axisWidth(createFormat('de-DE', 'UTC'), 9_600_000, 'USD')).toBeGreaterThan(
    axisWidth(createFormat('en-GB', 'UTC'), 9_600_000, 'USD'),
  );
});
