/** Hands lines of CSV to the browser, or to Electron, to save. */
export function saveFile(name: string, parts: readonly string[]): void {
  // Spreadsheets take a file without this mark for the system's own encoding.
  saveDocument(name, ['\ufeff', ...parts], 'text/csv;charset=utf-8');
}

/** Hands a file of any type to the browser, or to Electron, to save. */
export function saveDocument(name: string, parts: readonly BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun, and holds the content itself.
  URL.revokeObjectURL(url);
}
