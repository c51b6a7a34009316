import type { ReportFigures, Spread } from '#shared/domain/reports.ts';

export { NO_VALUE, spokenDuration } from '../../format/spoken-duration.ts';

/** The share of promises that were kept, 0 to 1; null where none were made. */
export function keptShare({ kept, broken }: Pick<Spread, 'kept' | 'broken'>): number | null {
  return kept + broken === 0 ? null : kept / (kept + broken);
}

/** All promises of a report: of first replies, next replies and resolutions. */
export function allPromises(of: ReportFigures): Pick<Spread, 'kept' | 'broken'> {
  const parts = [of.firstReply, of.nextReply, of.resolution];
  const sum = (name: 'kept' | 'broken'): number => parts.reduce((all, part) => all + part[name], 0);
  return { kept: sum('kept'), broken: sum('broken') };
}

/** The mean of the scores; null without a rating. */
export function meanScore({ ratings, scores }: Pick<ReportFigures, 'ratings' | 'scores'>): number | null {
  return ratings === 0 ? null : scores / ratings;
}
