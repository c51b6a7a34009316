import type { Page } from '@playwright/test';

/**
 * Presses the keys of a code outside text fields as a scanner does: all at once. Keys that are sent one by one from a test come
 * with pauses on a busy machine.
 */
export async function scan(page: Page, text: string, end: 'Enter' | 'Tab' = 'Enter'): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys) {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    },
    [...text, end],
  );
}

/** Types a code and Enter into the text field that has the focus. */
export async function scanIntoField(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
