/** Returns a field of a value whose shape is not known here, such as a command's data; undefined if there is none. */
export function fieldOf(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined;
}

/** Returns a text field; null if it is missing, empty or no text. */
export function textOf(data: unknown, name: string): string | null {
  const value = fieldOf(data, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Returns a number field; null if it is missing or no number. */
export function numberOf(data: unknown, name: string): number | null {
  const value = fieldOf(data, name);
  return typeof value === 'number' ? value : null;
}
