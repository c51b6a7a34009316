import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ATTACHMENT_TYPES,
  agreesWithName,
  CHUNK_BYTES,
  claimedType,
  isAttachmentType,
  isPlainText,
  judgePiece,
  MAX_NAME_LENGTH,
  mayBeAttached,
  pictureSize,
  problemOf,
  safeName,
} from './attachments.ts';

const types = Object.keys(ATTACHMENT_TYPES).filter(isAttachmentType);
const anyType = fc.constantFrom(...types);

describe('names of files', () => {
  it('are safe to show and to save, whatever they were', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(
        '../../etc/passwd',
        'C:\\a\\b.exe',
        '.htaccess',
        'a\u202egpj.exe',
        'con. . .',
        '',
        'a.png.html',
      ),
    );
    fc.assert(
      fc.property(name, anyType, (given, type) => {
        const safe = safeName(given, type);
        expect(safe.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        expect(safe).not.toMatch(/[/\\\p{Cc}\p{Cf}<>:"|?*]/u);
        expect(safe).not.toMatch(/^\./);
        expect(safe.isWellFormed()).toBe(true);
        // The program that opens it is one for its type.
        expect(claimedType(safe)).toBe(type);
        expect(safeName(safe, type)).toBe(safe);
      }),
    );
  });

  it('keep a good extension, and get that of their type otherwise', () => {
    expect(safeName('photo.JPEG', 'image/jpeg')).toBe('photo.JPEG');
    expect(safeName('photo.png', 'image/jpeg')).toBe('photo.jpg');
    expect(safeName('page.html', 'text/plain')).toBe('page.html.txt');
    expect(safeName('README', 'text/plain')).toBe('README.txt');
    expect(safeName('', 'application/pdf')).toBe('file.pdf');
  });

  it('agree with what is in the file', () => {
    expect(agreesWithName('a.png', 'image/jpeg')).toBe(true);
    expect(agreesWithName('a.png', 'text/plain')).toBe(false);
    expect(agreesWithName('a', 'application/pdf')).toBe(true);
    expect(agreesWithName('a.html', 'text/plain')).toBe(false);
    expect(['a.svg', 'a.zip', 'a.html', 'a.exe'].filter(mayBeAttached)).toEqual([]);
  });

  it('and sizes decide what may be offered', () => {
    expect(problemOf({ name: 'a.png', bytes: 0 })).toBe('empty');
    expect(problemOf({ name: 'a.png', bytes: 5 * 1024 * 1024 })).toBeNull();
    expect(problemOf({ name: 'a.png', bytes: 5 * 1024 * 1024 + 1 })).toBe('large');
    expect(problemOf({ name: 'a.svg', bytes: 1 })).toBe('kind');
  });
});

describe('text', () => {
  it('has tabs and line breaks and no other control characters', () => {
    expect(isPlainText('a\tb\r\nc – ü 漢字 🎉')).toBe(true);
    for (const bad of ['\u0000', '\u001b[31m', '\u0007', '\u0085', '\u009b'])
      expect(isPlainText(`a${bad}`)).toBe(false);
  });
});

describe('pieces', () => {
  it('are taken only where they follow on directly and fit', () => {
    const size = fc.integer({ min: 0, max: 2_000_000 });
    fc.assert(
      fc.property(size, size, size, size, (received, bytes, offset, length) => {
        const verdict = judgePiece({ received, bytes }, { offset, length });
        const fits = offset === received && offset + length <= bytes && length <= CHUNK_BYTES;
        expect(verdict === 'take').toBe(fits);
        expect(verdict === 'go_on_elsewhere').toBe(offset !== received);
      }),
    );
  });
});

describe('sizes of pictures', () => {
  it('are read from their headers', () => {
    const png = new Uint8Array(24);
    png.set([0x49, 0x48, 0x44, 0x52, 0, 0, 1, 0, 0, 0, 0, 2], 12);
    expect(pictureSize(png, 'image/png')).toEqual({ width: 256, height: 2 });
    const gif = new Uint8Array([71, 73, 70, 56, 57, 97, 3, 0, 4, 0]);
    expect(pictureSize(gif, 'image/gif')).toEqual({ width: 3, height: 4 });
    const exif = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
    const jpeg = new Uint8Array([0xff, 0xd8, ...exif, 0xff, 0xc0, 0, 17, 8, 0, 5, 0, 6, 3]);
    expect(pictureSize(jpeg, 'image/jpeg')).toEqual({ width: 6, height: 5 });
  });

  it('are null or positive for any bytes, and always found in the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), anyType, (bytes, type) => {
        const size = pictureSize(bytes, type);
        if (size !== null) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
      }),
    );
  });
});
