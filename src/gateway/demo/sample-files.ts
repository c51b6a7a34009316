import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];
const [WIDTH, HEIGHT] = [480, 320];
const WALL: Colour = [226, 231, 236];
const TABLE: Colour = [172, 150, 124];
const CARTON: Colour = [196, 154, 104];
const EDGE: Colour = [158, 118, 72];
const TAPE: Colour = [224, 204, 164];
const TEAR: Colour = [58, 40, 26];

/** What a customer's photo shows at a point: a torn carton on a table. */
function photoAt(x: number, y: number): Colour {
  const inside = x > 110 && x < 370 && y > 90 && y < 260;
  if (!inside) return y > 220 ? TABLE : WALL;
  // A tear runs down the right side, wider at the top.
  const middle = 290 + 14 * Math.sin(y / 9) + 7 * Math.sin(y / 4);
  const half = Math.max(0, (215 - y) / 11);
  if (y < 215 && Math.abs(x - middle) < half) return TEAR;
  if (Math.abs(x - 200) < 16) return TAPE;
  return x < 118 || x > 362 || y < 98 || y > 252 ? EDGE : CARTON;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.set(named, 4);
  out.writeUInt32BE(crc32(named), data.length + 8);
  return out;
}

/** Returns a small PNG: the photo of a carton that arrived torn. */
export function samplePhoto(): Uint8Array {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const light = 1.04 - y / 2_400 - Math.abs(x - WIDTH / 2) / 2_600;
      const colour = photoAt(x, y).map((part) => Math.min(255, Math.round(part * light)));
      rows.set(colour, y * (1 + WIDTH * 3) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  // Eight bits of red, green and blue each.
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** Returns a PDF of one page with some lines of text, in Latin letters without brackets. */
export function samplePdf(lines: readonly string[]): Uint8Array {
  const text = lines.map((line) => `(${line}) Tj T*`).join('\n');
  const stream = `BT /F1 14 Tf 22 TL 60 760 Td\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  ];
  let pdf = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const at = pdf.length;
    pdf += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const end = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`;
  return new TextEncoder().encode(`${pdf}xref\n0 ${count}\n0000000000 65535 f \n${table}${end}`);
}
