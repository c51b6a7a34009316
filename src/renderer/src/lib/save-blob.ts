/** Hands a file to the browser, or to Electron, to save. */
export function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun, and holds the content itself.
  URL.revokeObjectURL(url);
}
