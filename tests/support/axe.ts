import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The violations of WCAG 2.2 A and AA that axe finds in a page without frames, or in a part of it. */
export async function axeViolations(page: Page, part?: string) {
  const builder = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // For pages with frames, a run opens a page of its own to join what it found, which takes longer than to look.
    .setLegacyMode();
  return (await (part === undefined ? builder : builder.include(part)).analyze()).violations;
}
