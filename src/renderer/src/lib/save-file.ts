/** Hands a file to the browser, or to Electron, to save. */
export function saveFile(name: string, parts: readonly string[]): void {
  // Spreadsheets take a file without this mark for the system's own encoding.
  const url = URL.createObjectURL(new Blob(['\ufeff', ...parts], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun, and holds the content itself.
  URL.revokeObjectURL(url);
}
