import { create } from 'zustand';
import type { FulfilRun } from '#shared/domain/fulfil-run.ts';
import { ownedByUser } from '../../../stores/owned.ts';

/** A run over many orders, under the key that it is kept by. */
export interface KeptRun {
  readonly key: string;
  readonly run: FulfilRun;
  /** Whether it is going on in this window now. */
  readonly active: boolean;
}

interface RunStore {
  readonly runs: readonly KeptRun[];
}

const NONE: RunStore = { runs: [] };

/** The runs that go on, and those whose results nobody has closed yet. */
export const useFulfilRuns = create<RunStore>(() => NONE);
ownedByUser('useFulfilRuns', () => useFulfilRuns.setState(NONE));

/** Puts a run in place of what is known of it. */
export function putRun(kept: KeptRun): void {
  useFulfilRuns.setState(({ runs }) => ({ runs: [...runs.filter(({ key }) => key !== kept.key), kept] }));
}

/** Forgets a run. */
export function dropRun(key: string): void {
  useFulfilRuns.setState(({ runs }) => ({ runs: runs.filter((one) => one.key !== key) }));
}
