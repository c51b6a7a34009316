import { useCallback, useEffect, useRef, useState } from 'react';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { addErrors, type ForecastErrors, NO_ERRORS } from '#shared/domain/backtest.ts';
import { bridge } from '../../../bridge/client.ts';

type Slice = MethodOutput<'reorder.backtest'>;
/** The errors of one item. */
export type ItemErrors = NonNullable<Slice['rows']>[number];

/** A back-test, as far as it has come. */
export interface Backtest {
  readonly state: 'idle' | 'running' | 'done' | 'failed';
  readonly progress: number;
  readonly errors: ForecastErrors;
  /** The items that were sold, the most sold first, at most 200. */
  readonly items: readonly ItemErrors[];
  readonly from: number;
  readonly to: number;
  readonly heldSince: number | null;
  /** Whether the cache holds all of the days. */
  readonly known: boolean;
  readonly error: unknown;
}

const IDLE: Backtest = {
  state: 'idle',
  progress: 0,
  errors: NO_ERRORS,
  items: [],
  from: 0,
  to: 0,
  heldSince: null,
  known: true,
  error: null,
};
/** The items that are listed. */
const MAX_ITEMS = 200;

/** Runs back-tests one slice of the items after the other, so that other reads are not held up. Starting one ends the other. */
export function useBacktest(): {
  readonly test: Backtest;
  readonly run: (query: Omit<MethodInput<'reorder.backtest'>, 'after'>) => void;
  readonly cancel: () => void;
} {
  const [test, setTest] = useState(IDLE);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = useCallback(() => {
    running.current?.abort();
    setTest(IDLE);
  }, []);
  const run = useCallback((query: Omit<MethodInput<'reorder.backtest'>, 'after'>) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const walk = async (): Promise<void> => {
      let found: Backtest = { ...IDLE, state: 'running' };
      let after: string | null = null;
      setTest(found);
      do {
        const slice: Slice = await bridge.call('reorder.backtest', { ...query, after });
        if (own.signal.aborted) return;
        found = added(found, slice);
        after = slice.next;
        setTest(found);
      } while (after !== null);
      setTest({ ...found, state: 'done', progress: 1 });
    };
    walk().catch((error: unknown) => {
      if (!own.signal.aborted) setTest({ ...IDLE, state: 'failed', error });
    });
  }, []);
  return { test, run, cancel };
}

function added(before: Backtest, { rows, done, total, from, to, heldSince }: Slice): Backtest {
  const items = [...before.items, ...(rows ?? []).filter(({ errors }) => errors.sold > 0)];
  return {
    ...before,
    progress: total === 0 ? 1 : done / total,
    errors: (rows ?? []).reduce((sum, { errors }) => addErrors(sum, errors), before.errors),
    items: items.toSorted((a, b) => b.errors.sold - a.errors.sold).slice(0, MAX_ITEMS),
    from,
    to,
    heldSince,
    known: rows !== null,
  };
}
