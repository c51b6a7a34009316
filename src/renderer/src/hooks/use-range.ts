import { useCallback, useState } from 'react';

/** Indexes of rows, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The rows of a list that are in view, at first as many as a tall window shows, and what its table tells it. */
export function useRange(): { readonly range: Range; readonly onRange: (from: number, to: number) => void } {
  const [range, setRange] = useState<Range>({ from: 0, to: 60 });
  const onRange = useCallback(
    (from: number, to: number) =>
      setRange((before) => (before.from === from && before.to === to ? before : { from, to })),
    [],
  );
  return { range, onRange };
}
