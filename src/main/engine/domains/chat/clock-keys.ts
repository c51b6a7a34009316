import { dueClocks, type ServiceClocks } from '#shared/domain/service-levels.ts';

/** Above all times, so that conversations without a running clock come after the others, and resolved ones last. */
export const NO_CLOCK = 9e15;
const RESOLVED = 9.5e15;

/** Returns the list keys of a conversation's clocks: when the first of them runs out, and when the first warns. */
export function clockKeys(clocks: ServiceClocks | null): {
  readonly dueKey: number;
  readonly warnKey: number;
} {
  const due = dueClocks(clocks);
  const none = clocks?.resolvedAt == null ? NO_CLOCK : RESOLVED;
  return {
    dueKey: due[0]?.dueAt ?? none,
    warnKey: due.reduce((first, { warnAt }) => Math.min(first, warnAt), none),
  };
}
