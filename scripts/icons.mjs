// `node scripts/icons.mjs`: draws the application's icons into resources/icons, which are kept in git.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeIcns, encodeIco, encodePng } from './lib/images.mjs';
import { root } from './lib/paths.mjs';

const folder = join(root, 'resources/icons');
const top = [38, 132, 158];
const bottom = [16, 66, 92];
const white = [255, 255, 255];
const amber = [255, 183, 77];

// Shapes in a square from 0 to 1, y down: a ring (the harbour, and a Q), the quay across it, and a light.
const ring = { x: 0.5, y: 0.47, outer: 0.27, inner: 0.175 };
const quay = { x0: 0.56, y0: 0.635, x1: 0.8, y1: 0.725 };
const light = { x: 0.5, y: 0.47, r: 0.062 };
const corner = 0.225;

function inRoundedSquare(x, y, inset) {
  const low = inset + corner;
  const dx = Math.max(low - x, 0, x - (1 - low));
  const dy = Math.max(low - y, 0, y - (1 - low));
  return Math.hypot(dx, dy) <= corner;
}

function inSign(x, y) {
  const distance = Math.hypot(x - ring.x, y - ring.y);
  if (distance <= ring.outer && distance >= ring.inner) return true;
  return x >= quay.x0 && x <= quay.x1 && y >= quay.y0 && y <= quay.y1;
}

/** Returns the colour of a point as [r, g, b, a], with a from 0 to 1. */
function appIcon(x, y) {
  if (!inRoundedSquare(x, y, 0.04)) return [0, 0, 0, 0];
  if (Math.hypot(x - light.x, y - light.y) <= light.r) return [...amber, 1];
  if (inSign(x, y)) return [...white, 1];
  return [...top.map((value, i) => value + (bottom[i] - value) * y), 1];
}

/** Returns the colour of a tray icon: black on transparent, so that the system can tint it. */
function trayIcon(x, y) {
  const scaled = [0.5 + (x - 0.5) * 0.66, 0.5 + (y - 0.5) * 0.66];
  const on = inSign(...scaled) || Math.hypot(scaled[0] - light.x, scaled[1] - light.y) <= light.r;
  return on ? [0, 0, 0, 1] : [0, 0, 0, 0];
}

/** Draws a picture with 4 × 4 samples per pixel. Returns RGBA bytes. */
function draw(size, colourAt, samples = 4) {
  const pixels = Buffer.alloc(size * size * 4);
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < samples * samples; i += 1) {
        const sx = (px + ((i % samples) + 0.5) / samples) / size;
        const sy = (py + (Math.floor(i / samples) + 0.5) / samples) / size;
        const [r, g, b, a] = colourAt(sx, sy);
        sum[0] += r * a;
        sum[1] += g * a;
        sum[2] += b * a;
        sum[3] += a;
      }
      const at = (py * size + px) * 4;
      for (let c = 0; c < 3; c += 1) pixels[at + c] = sum[3] === 0 ? 0 : Math.round(sum[c] / sum[3]);
      pixels[at + 3] = Math.round((sum[3] / (samples * samples)) * 255);
    }
  }
  return pixels;
}

function svg() {
  const percent = (value) => Math.round(value * 1024);
  const hex = (colour) => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024" role="img" aria-label="Quayside">
  <defs>
    <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="${hex(top)}" />
      <stop offset="1" stop-color="${hex(bottom)}" />
    </linearGradient>
  </defs>
  <rect x="${percent(0.04)}" y="${percent(0.04)}" width="${percent(0.92)}" height="${percent(0.92)}" rx="${percent(corner)}" fill="url(#sea)" />
  <circle cx="${percent(ring.x)}" cy="${percent(ring.y)}" r="${percent((ring.outer + ring.inner) / 2)}" fill="none" stroke="#fff" stroke-width="${percent(ring.outer - ring.inner)}" />
  <rect x="${percent(quay.x0)}" y="${percent(quay.y0)}" width="${percent(quay.x1 - quay.x0)}" height="${percent(quay.y1 - quay.y0)}" fill="#fff" />
  <circle cx="${percent(light.x)}" cy="${percent(light.y)}" r="${percent(light.r)}" fill="${hex(amber)}" />
</svg>
`;
}

mkdirSync(folder, { recursive: true });
const write = (name, bytes) => writeFileSync(join(folder, name), bytes);
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const pngs = new Map(sizes.map((size) => [size, encodePng(size, draw(size, appIcon))]));
for (const [size, png] of pngs) if (size <= 512) write(`${size}x${size}.png`, png);
write('icon.png', pngs.get(1024));
write('icon.svg', svg());
write('icon.ico', encodeIco([16, 32, 48, 64, 128, 256].map((size) => [size, pngs.get(size)])));
write('icon.icns', encodeIcns(pngs));
write('trayTemplate.png', encodePng(16, draw(16, trayIcon)));
write('trayTemplate@2x.png', encodePng(32, draw(32, trayIcon)));
