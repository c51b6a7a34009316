import type { TeamUser } from '#shared/domain/admin.ts';

/** People offered at most. */
const MAX_OFFERED = 6;

/** Returns the people whose username or a part of whose name begins with what was typed. */
export function matchingPeople(people: readonly TeamUser[], query: string): TeamUser[] {
  const wanted = query.toLowerCase();
  return people
    .filter(({ username, name }) =>
      [username, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(wanted)),
    )
    .slice(0, MAX_OFFERED);
}
