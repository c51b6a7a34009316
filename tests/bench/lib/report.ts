/** One result of a benchmark; `floor` is the bare equivalent measured in the same run, `ratio` value to floor. */
export interface BenchResult {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly [detail: string]: unknown;
}

const json = process.argv.includes('--json');

/** A line for people; with --json it goes to stderr, so that stdout's last line stays the object. */
export function note(line: string): void {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
}

/** Prints the result: as one JSON object on the last line with --json, else for people. */
export function report(result: BenchResult): void {
  const { bench, value, unit, floor, ratio, ...details } = result;
  note(
    `${bench}: ${value} ${unit}${floor === null ? '' : `, floor ${floor} ${unit}`}${ratio === null ? '' : `, ratio ${ratio}`}`,
  );
  for (const [key, detail] of Object.entries(details))
    note(`  ${key}: ${typeof detail === 'object' ? JSON.stringify(detail) : String(detail)}`);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** The middle of some numbers (nearest rank); NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

/** The value below which a fraction of the samples lies (nearest rank); NaN of none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

/** A number with this many decimals. */
export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
