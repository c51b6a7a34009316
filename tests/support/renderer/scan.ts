import type { Page } from '@playwright/test';

/**
 * Presses the keys of a code as a scanner does: all at once. Keys that are sent one by one from a test come with pauses on a busy
 * machine. What has the focus gets them; a text field takes their characters.
 */
export async function scan(page: Page, text: string, end: 'Enter' | 'Tab' = 'Enter'): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys) {
        const target = document.activeElement ?? document.body;
        const goesOn = target.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
        // As the browser does after a key that nobody took; there is no other way that React and undo follow.
        if (goesOn && key.length === 1 && target.matches('input, textarea'))
          document.execCommand('insertText', false, key);
      }
    },
    [...text, end],
  );
}
