import { z } from 'zod';
import { Board, MAX_OWN_BOARDS, MAX_SHARED_BOARDS } from '../domain/boards.ts';
import { Nothing, Provenance, read } from './contract.ts';

/** A board as its list shows it. `mine`: the user owns it; `pending`: a change of it is still to be sent or decided. */
export const ListedBoard = Board.extend({ mine: z.boolean(), pending: z.boolean() });
export type ListedBoard = z.infer<typeof ListedBoard>;

/** Reads of boards. */
export const boardMethods = {
  /** The user's own boards and the shared ones, by name, with unsettled changes. */
  'boards.list': read(
    'boards:read',
    Nothing,
    z.object({ boards: z.array(ListedBoard).max(MAX_OWN_BOARDS + MAX_SHARED_BOARDS), asOf: Provenance }),
  ),
} as const;
