import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

/** Returns a PNG of one colour, of about as many bytes as asked for: what is missing is a text chunk. */
export function makePng(width = 8, height = 8, atLeastBytes = 0, seed = 1): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, seed)]);
  const pixels =
    width * height > 1_000_000 ? Buffer.alloc(0) : Buffer.concat(Array.from({ length: height }, () => line));
  const parts = [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
  ];
  const end = chunk('IEND', Buffer.alloc(0));
  const missing = atLeastBytes - Buffer.concat([...parts, end]).length;
  if (missing > 0) {
    const filler = Buffer.alloc(missing);
    for (let at = 0, next = seed; at < missing; at += 1) {
      next = (next * 1_103_515_245 + 12_345) % 2_147_483_648;
      filler[at] = next % 255;
    }
    parts.push(chunk('tEXt', filler));
  }
  return new Uint8Array(Buffer.concat([...parts, end]));
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.set(named, 4);
  out.writeUInt32BE(crc32(named), data.length + 8);
  return out;
}

/** Returns a small PDF with one line of text. */
export function makePdf(text = 'Invoice'): Uint8Array {
  return new TextEncoder().encode(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );
}

/** Returns a GIF of one pixel, with anything behind it. */
export function makeGif(behind = ''): Uint8Array {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  return new Uint8Array(Buffer.concat([gif, Buffer.from(behind)]));
}

/** Returns the SHA-256 of bytes as hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
