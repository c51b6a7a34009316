/** The longest name, in characters. */
const MAX_LENGTH = 80;

/**
 * Returns a name that every system takes for a file: letters, digits and `._-` only, no dots at the ends, never empty and none
 * of the names that Windows keeps for devices.
 */
export function safeFileName(...parts: readonly string[]): string {
  const name = parts
    .map((part) => part.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '_'))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .join('_');
  const cut = [...name]
    .slice(0, MAX_LENGTH)
    .join('')
    .replace(/^[._-]+|[._-]+$/g, '');
  return cut === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(cut) ? `file_${cut}` : cut;
}
