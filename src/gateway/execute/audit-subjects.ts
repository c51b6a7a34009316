import { z } from 'zod';
import type { RetentionTask } from '../kernel.ts';
import { type Applying, defineWrite } from '../kernel.ts';
import { readChain } from './audit-chain.ts';

/** Rows that are indexed in one slice. */
const SLICE = 5_000;

/**
 * Indexes the subjects of the rows up to a number, which is not below the last. They are indexed many at a time and sorted:
 * an index on the audit itself would touch another page with every row, and cost each command more than its whole row.
 */
export const indexAudit = defineWrite(
  'execute.audit_indexed',
  z.strictObject({ through: z.int() }),
  ({ sql }: Applying, { through }) => {
    sql
      .prepare<[number]>(
        `INSERT INTO audit_subjects (subject, n)
         SELECT subject, n FROM audit
         WHERE n > (SELECT indexed_n FROM audit_chain) AND n <= ? AND subject IS NOT NULL
         ORDER BY subject, n`,
      )
      .run(through);
    sql.prepare<[number]>('UPDATE audit_chain SET indexed_n = ?').run(through);
  },
);

/** Indexes a slice of the rows that are not indexed yet. */
export const indexAuditTask: RetentionTask = (context) => {
  const { head, indexed } = readChain(context.sql);
  const through = Math.min(head.n, indexed + SLICE);
  if (through === indexed) return false;
  context.write(indexAudit, { through });
  return through < head.n;
};

/** A query of the numbers of a subject's rows, which takes the subject twice: those that are indexed, and those that are not yet. */
export const ROWS_OF_SUBJECT = `SELECT n FROM audit_subjects WHERE subject = ?
  UNION ALL SELECT n FROM audit WHERE n > (SELECT indexed_n FROM audit_chain) AND subject = ?`;
