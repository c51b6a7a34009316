const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * Returns the SVG paths of a sparkline in a box: the line and the area under it. A flat series lies on the baseline.
 */
export function sparkPath(
  values: readonly number[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string } {
  if (values.length < 2) return { line: '', area: '' };
  const low = Math.min(0, ...values);
  const high = Math.max(...values);
  const span = high - low;
  const inset = 1.5;
  const x = (index: number): number => round((index / (values.length - 1)) * width);
  const y = (value: number): number =>
    round(span === 0 ? height - inset : height - inset - ((value - low) / span) * (height - 2 * inset));
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('');
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
}
