import { z } from 'zod';
import { ClientUuid } from './ids.ts';

/** The types of files that can be attached, with the extensions of their names; the first is used for files without one. */
export const ATTACHMENT_TYPES = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;
/** The type of a file that can be attached. */
export type AttachmentType = keyof typeof ATTACHMENT_TYPES;
const TYPES = Object.keys(ATTACHMENT_TYPES).filter(isAttachmentType);

/** The largest file, bytes. */
export const MAX_ATTACHMENT_BYTES = 5 * 1024 * 1024;
/** The most files of one message. */
export const MAX_ATTACHMENTS = 10;
/** The most bytes that are sent or kept in one piece. */
export const CHUNK_BYTES = 256 * 1024;
/** The largest picture, in pixels: about 200 MB in the memory of whoever looks at it. */
export const MAX_PIXELS = 50_000_000;
/** The longest name of a file, UTF-16 units. */
export const MAX_NAME_LENGTH = 200;

/** A file of a message. The size of a picture is null where it is not known, and for other files. */
export const Attachment = z.object({
  id: z.string().min(1).max(64),
  name: z.string().max(MAX_NAME_LENGTH),
  mime: z.string().max(100),
  bytes: z.int().min(0),
  width: z.int().min(1).nullable().default(null),
  height: z.int().min(1).nullable().default(null),
});
export type Attachment = z.infer<typeof Attachment>;

/** SHA-256 as lower-case hexadecimal digits. */
export const FileHash = z.string().regex(/^[0-9a-f]{64}$/);

/** What an upload says of its file before the first byte. */
export const NewUpload = z.strictObject({
  id: ClientUuid,
  name: z.string().min(1).max(MAX_NAME_LENGTH),
  bytes: z.int().min(1).max(MAX_ATTACHMENT_BYTES),
  sha256: FileHash,
});
export type NewUpload = z.infer<typeof NewUpload>;

/** How far an upload has come. `attachment` is the checked file once all of it has arrived; until then it is null. */
export const UploadState = z.object({
  offset: z.int().min(0).max(MAX_ATTACHMENT_BYTES),
  attachment: Attachment.nullable(),
});
export type UploadState = z.infer<typeof UploadState>;

/** Whether a text names a type of files that can be attached. */
export function isAttachmentType(mime: string): mime is AttachmentType {
  return Object.hasOwn(ATTACHMENT_TYPES, mime);
}

/** Whether files of a type are shown as pictures. */
export function isPicture(mime: string): boolean {
  return mime.startsWith('image/') && isAttachmentType(mime);
}

/** Returns the extension of a name in lower case; empty if it has none. */
function extensionOf(name: string): string {
  return /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Returns the type that a file's extension stands for; null if files with this extension cannot be attached. */
export function claimedType(name: string): AttachmentType | null {
  const extension = extensionOf(name);
  return TYPES.find((type) => ATTACHMENT_TYPES[type].some((one) => one === extension)) ?? null;
}

/** Whether a file with this name may be offered at all: it has a known extension, or none. */
export function mayBeAttached(name: string): boolean {
  return extensionOf(name) === '' || claimedType(name) !== null;
}

/** Whether the content found in a file agrees with its name. Pictures are often named as one another, so they may be. */
export function agreesWithName(name: string, found: AttachmentType): boolean {
  const claimed = claimedType(name);
  if (claimed === null) return extensionOf(name) === '';
  return claimed === found || (isPicture(claimed) && isPicture(found));
}

/**
 * Returns a name that can be shown and saved: without folders, control characters and marks that turn the direction of
 * writing, and with an extension of the file's type, so that no other program opens it than one for that type.
 */
export function safeName(name: string, type: AttachmentType): string {
  const base = name
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '')
    .trim();
  const extensions: readonly string[] = ATTACHMENT_TYPES[type];
  const [first] = ATTACHMENT_TYPES[type];
  const extension = extensionOf(base);
  if (extensions.includes(extension)) return shortened(base, extension);
  const stem = claimedType(base) === null ? base : base.slice(0, -extension.length - 1);
  return shortened(`${stem === '' ? 'file' : stem}.${first}`, first);
}

/** Cuts a name in front of its extension. */
function shortened(name: string, extension: string): string {
  if (name.length <= MAX_NAME_LENGTH) return name;
  const stem = name.slice(0, MAX_NAME_LENGTH - extension.length - 2);
  return `${stem.toWellFormed().replace(/\uFFFD$/, '')}….${extension}`.slice(-MAX_NAME_LENGTH);
}

/** Whether text has nothing but characters that can be shown, tabs and line breaks. */
export function isPlainText(text: string): boolean {
  return !/[^\P{Cc}\t\n\r\f]/u.test(text);
}

/** The width and height of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Reads a picture's size from its first bytes, without decoding it; null if they do not have it. */
export function pictureSize(head: Uint8Array, type: AttachmentType): PictureSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const size =
    type === 'image/png'
      ? pngSize(view)
      : type === 'image/gif'
        ? gifSize(view)
        : type === 'image/jpeg'
          ? jpegSize(view)
          : null;
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}

function pngSize(view: DataView): PictureSize | null {
  // The signature, then the length and the name of the first chunk, which is IHDR.
  if (view.byteLength < 24 || view.getUint32(12) !== 0x49484452) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): PictureSize | null {
  if (view.byteLength < 10) return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The size is in the first frame header (SOF), behind segments that each tell their length. */
function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** What to do with a piece of a file: take it, or tell the sender where to go on. */
export type PieceVerdict = 'take' | 'go_on_elsewhere' | 'too_much';

/** Judges a piece by what has arrived already. Only what follows on directly is taken, so that a file has no gaps. */
export function judgePiece(
  { received, bytes }: { readonly received: number; readonly bytes: number },
  { offset, length }: { readonly offset: number; readonly length: number },
): PieceVerdict {
  if (offset !== received) return 'go_on_elsewhere';
  return length > CHUNK_BYTES || offset + length > bytes ? 'too_much' : 'take';
}

/** Why a file cannot be attached, as far as its name and size tell; null if they do not. */
export function problemOf(file: {
  readonly name: string;
  readonly bytes: number;
}): 'empty' | 'large' | 'kind' | null {
  if (file.bytes === 0) return 'empty';
  if (file.bytes > MAX_ATTACHMENT_BYTES) return 'large';
  return mayBeAttached(file.name) ? null : 'kind';
}
