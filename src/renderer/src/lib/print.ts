/** Prints the page in the light theme, whatever is on screen: paper is light. */
export function printLight(): void {
  const { dataset } = document.documentElement;
  const shown = dataset['theme'];
  dataset['theme'] = 'light';
  try {
    // Returns when the dialog is closed, or the page has been handed over.
    window.print();
  } finally {
    if (shown === undefined) delete dataset['theme'];
    else dataset['theme'] = shown;
  }
}
