import type { Actor } from '../domain/ids.ts';
import { Transfer } from '../domain/transfers.ts';
import { defineRow, json, nullableJson } from './define.ts';

/** Transfers. Their lines are never read without them. */
export const transferRow = defineRow({
  kind: 'transfer',
  schema: Transfer,
  key: ['id'],
  codecs: { lines: json<Transfer['lines']>(), createdBy: nullableJson<Actor>() },
});
