import { changesOf, type Standing } from '#shared/domain/import-plans.ts';
import type { ImportLine } from '#shared/domain/imports.ts';
import type { StoredLine } from './tables.ts';

/** Returns a line as people see it: what it changes, from what to what, and what stands there since. */
export function lineView({ line, state, label, errors, plan, since }: StoredLine): ImportLine {
  const now: Standing | undefined = since === null ? undefined : since === 'none' ? null : since;
  return {
    line,
    state,
    label,
    currency: plan?.kind === 'items' ? plan.after.currency : null,
    errors: errors ?? [],
    changes: plan === null ? [] : changesOf(plan, now),
  };
}
