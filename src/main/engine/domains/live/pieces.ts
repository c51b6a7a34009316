import { SUM_GRAINS, type SumGrain } from '#shared/domain/payment-sums.ts';

/** Whole buckets of one grain: those that begin at `from` or later, and before `to`. `grain` null: less than the finest bucket. */
export interface Piece {
  readonly grain: SumGrain | null;
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the buckets that make up the intervals between edges, so that none lies across an edge, with as few buckets as there can
 * be: days, at their ends hours, at theirs quarters and minutes. `grains` are those that are kept; what is less than the finest is
 * left, without a grain. Neighbours of one grain are one piece.
 */
export function piecesOf(edges: readonly number[], grains: readonly SumGrain[]): Piece[] {
  const bySize = [...grains].sort((a, b) => SUM_GRAINS[b].ms - SUM_GRAINS[a].ms);
  const pieces: Piece[] = [];
  const put = (grain: SumGrain | null, from: number, to: number): void => {
    const last = pieces.at(-1);
    if (last !== undefined && last.grain === grain && last.to === from)
      pieces[pieces.length - 1] = { ...last, to };
    else pieces.push({ grain, from, to });
  };
  const cover = (from: number, to: number, n: number): void => {
    if (from >= to) return;
    const grain = bySize[n];
    if (grain === undefined) {
      put(null, from, to);
      return;
    }
    const { ms } = SUM_GRAINS[grain];
    const first = Math.min(to, Math.ceil(from / ms) * ms);
    const last = Math.max(first, Math.floor(to / ms) * ms);
    cover(from, first, n + 1);
    if (first < last) put(grain, first, last);
    cover(last, to, n + 1);
  };
  for (let i = 1; i < edges.length; i += 1) cover(edges[i - 1] ?? 0, edges[i] ?? 0, 0);
  return pieces;
}
