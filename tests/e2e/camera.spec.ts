import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { drawBarcode } from '../../src/renderer/src/features/codes/picture.ts';
import { paint } from '../support/renderer/decode.ts';
import { FAKE_ITEM } from '../support/renderer/fake/samples.ts';
import { rendererPages, violationsIn } from '../support/renderer/pages.ts';
import { scan } from '../support/renderer/scan.ts';

// Chromium plays a film of a barcode as its camera.
const folder = mkdtempSync(join(tmpdir(), 'quayside-camera-'));
const film = join(folder, 'barcode.y4m');
const CAMERA = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) => {
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...CAMERA] });
    },
    { scope: 'worker' },
  ],
});
const renderer = rendererPages();

/** Writes a film of one picture: the barcode of a text in the middle of a white frame. */
function writeFilm(text: string): void {
  const [width, height] = [640, 360];
  const picture = drawBarcode(text);
  if (picture === null) throw new Error('There is no picture.');
  const bars = picture.bars.map((bar) => ({ ...bar, x: bar.x + 40, y: 45, height: 90 }));
  const { points } = paint(bars, { width: width / 3, height: height / 3 }, 3);
  const frame = Buffer.alloc((width * height * 3) / 2, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) frame[y * width + x] = points[y * Math.ceil(width / 3) * 3 + x] ?? 235;
  }
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const frames = Array.from({ length: 10 }, () => [Buffer.from('FRAME\n'), frame]).flat();
  writeFileSync(film, Buffer.concat([head, ...frames]));
}

test.beforeAll(() => writeFilm(FAKE_ITEM.item.sku));
test.afterAll(() => rmSync(folder, { recursive: true }));

test('the camera reads a code, opens its item, and is switched off', async ({ page }) => {
  await page.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await real(wanted);
      Object.assign(window, { camera: { stream, audio: wanted?.audio } });
      return stream;
    };
  });
  await renderer.open(page, '/inventory');
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(page.getByRole('heading', { level: 2, name: FAKE_ITEM.item.name })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const camera = await page.evaluate(() => {
    const { stream, audio } = Reflect.get(window, 'camera') as { stream: MediaStream; audio: unknown };
    return { audio, states: stream.getTracks().map(({ readyState }) => readyState) };
  });
  expect(camera).toEqual({ audio: false, states: ['ended'] });
  expect(renderer.problems).toEqual([]);
});

test('a scan presses no shortcuts, a person still does, and a dialog takes scans', async ({ page }) => {
  await page.addInitScript(() =>
    localStorage.setItem('quayside.ui', JSON.stringify({ scanner: { speed: 'slow' } })),
  );
  await renderer.open(page, '/live');
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  await title('Live').waitFor();
  // Its letters are shortcuts: g c opens the chat, ? the help.
  await scan(page, 'gc?[/400');
  await expect(page.getByText('No item has the code gc?[/400', { exact: true })).toBeVisible();
  await expect(title('Live')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(title('Inventory')).toBeVisible();
  // A click right after a key comes after it.
  const order = await page.evaluate(() => {
    const seen: string[] = [];
    const note = (event: Event) => seen.push(event.type);
    for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, note);
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'y', code: 'KeyY', bubbles: true, cancelable: true }),
    );
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    for (const type of ['keydown', 'pointerdown']) window.removeEventListener(type, note);
    return seen;
  });
  expect(order).toEqual(['keydown', 'pointerdown']);
  const search = page.getByRole('searchbox').first();
  await search.focus();
  await scan(page, 'CHAIR-12345');
  await expect(search).toHaveValue('CHAIR-12345');
  await search.blur();
  await scan(page, '4006381333931');
  await expect(page.getByText('No item has the code 4006381333931', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Create item with this barcode' }).click();
  const dialog = page.getByRole('dialog', { name: 'New item' });
  await expect(dialog.getByLabel('Barcode')).toHaveValue('4006381333931');
  await dialog.getByLabel('Barcode').fill('4006381333932');
  await expect(dialog.getByText('The last digit should be 1, not 2.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Highlighter');
  await scan(page, 'SHELF-77');
  await expect(dialog.getByLabel('Barcode')).toHaveValue('SHELF-77');
  await expect(dialog.getByLabel('Name')).toHaveValue('Highlighter');
  await expect(dialog.getByText('Not an article number. Printed as Code 128.')).toBeVisible();
  expect(renderer.problems).toEqual([]);
});

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing on codes and labels, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await renderer.open(page, `/inventory/${FAKE_ITEM.item.id}`, { theme, language: 'de' });
    await page.getByText('Details', { exact: true }).click();
    await page.getByRole('button', { name: 'Etikett drucken' }).click();
    const labels = page.getByRole('dialog', { name: 'Etiketten drucken' });
    await labels.getByRole('img', { name: 'Vorschau des ersten Bogens' }).waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.screenshot({ path: `test-results/screenshots/labels-de-${theme}.png` });
    await page.keyboard.press('Escape');
    await page.goto(page.url().replace(/#.*/, '#/settings'));
    await page.getByText('Auf einen Scanner hören').waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.screenshot({ path: `test-results/screenshots/scanner-de-${theme}.png` });
    expect(renderer.problems).toEqual([]);
  });
