import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

/** A picture on a sheet. */
export interface Picture {
  readonly name: string;
  readonly file: string;
}

const COLUMNS = 4;
const GAP = 12;
/** Width of a picture on a sheet, px: texts of 13 px can still be told apart. */
const WIDTH = 620;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Writes a picture of pictures, four in a row, each with its name. */
export async function writeSheet(
  browser: Browser,
  pictures: readonly Picture[],
  file: string,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: COLUMNS * (WIDTH + GAP) + GAP, height: 800 },
    deviceScaleFactor: 1,
  });
  const figures = pictures.map(
    ({ name, file: from }) =>
      `<figure><img src="data:image/png;base64,${readFileSync(from).toString('base64')}"><figcaption>${escaped(name)}</figcaption></figure>`,
  );
  await page.setContent(
    `<style>body{margin:${GAP}px;display:grid;grid-template-columns:repeat(${COLUMNS},${WIDTH}px);gap:${GAP}px;align-items:start;
      font:600 15px sans-serif;background:#888}figure{margin:0;background:#fff}img{width:100%;display:block}figcaption{padding:3px 6px}</style>
    ${figures.join('')}`,
  );
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}
