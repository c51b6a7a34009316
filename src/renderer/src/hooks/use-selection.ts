import { useCallback, useMemo, useState } from 'react';

/** How many records a command on many takes. */
const MAX_SELECTED = 200;

/** The records that are selected, of those that are listed. */
export interface Selection {
  readonly ids: readonly string[];
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

/** Keeps which of the listed records are selected; those that leave the list are selected no longer. */
export function useSelection(listed: ReadonlySet<string>): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(
    () => [...chosen].filter((id) => listed.has(id)).slice(0, MAX_SELECTED),
    [chosen, listed],
  );
  const toggle = useCallback((id: string) => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id) && next.size < MAX_SELECTED) next.add(id);
      return next;
    });
  }, []);
  const has = useCallback((id: string) => chosen.has(id), [chosen]);
  const clear = useCallback(() => setChosen(new Set()), []);
  return { ids, has, toggle, clear };
}
