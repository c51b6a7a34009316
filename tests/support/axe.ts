import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules of these tags that look at colours. All others find the same in each theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What to look at: a part of the page, and only at its colours where the page was looked at in another theme. */
interface AxeScope {
  readonly part?: string;
  readonly coloursOnly?: boolean;
}

/** The violations of WCAG 2.2 A and AA that axe finds in a page without frames, or in a part of it. */
export async function axeViolations(page: Page, { part, coloursOnly = false }: AxeScope = {}) {
  const builder = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    // For pages with frames, a run opens a page of its own to join what it found, which takes longer than to look.
    .setLegacyMode();
  // What fades in has not its colours yet.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  });
  if (coloursOnly) builder.withRules(COLOUR_RULES);
  else builder.withTags(TAGS);
  return (await (part === undefined ? builder : builder.include(part)).analyze()).violations;
}
