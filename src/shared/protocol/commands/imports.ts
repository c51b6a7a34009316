import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import {
  IMPORT_KINDS,
  ImportFile,
  MAX_CELL,
  MAX_IMPORT_COLUMNS,
  MAX_IMPORT_LINES,
  MAX_PART_LINES,
} from '../../domain/imports.ts';
import { command } from './define.ts';

const subject = ({ importId }: { importId: string }): string => `import:${importId}`;
const reason = z.string().trim().min(1, 'Enter a reason.').max(200);
const Line = z.int().min(1).max(10_000_000);

/**
 * Commands on imports. They are sent directly: an import is checked against what there is now, and parts of files do not belong
 * into the outbox.
 */
export const importCommands = {
  'imports.start': command({
    input: z.strictObject({ importId: Id, kind: z.enum(IMPORT_KINDS), file: ImportFile }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  /** Brings lines of the file: the cells of its fields, and how many columns the line has. Lines that are there already are left alone. */
  'imports.stage': command({
    input: z.strictObject({
      importId: Id,
      lines: z
        .array(
          z.strictObject({
            line: Line,
            width: z
              .int()
              .min(1)
              .max(MAX_IMPORT_COLUMNS + 1),
            cells: z.array(z.string().max(MAX_CELL)).max(30),
          }),
        )
        .min(1)
        .max(MAX_PART_LINES),
    }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  /** All lines are there: compares them with what there is. */
  'imports.check': command({
    input: z.strictObject({ importId: Id, lines: z.int().min(1).max(MAX_IMPORT_LINES) }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  'imports.apply': command({
    input: z.strictObject({ importId: Id, reason }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  'imports.cancel': command({
    input: z.strictObject({ importId: Id }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  /** Finds the lines whose record was changed again since the import. */
  'imports.review': command({
    input: z.strictObject({ importId: Id }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
  'imports.undo': command({
    input: z.strictObject({
      importId: Id,
      reason,
      /** What becomes of lines whose record was changed since: it keeps its values, or what the import did is taken back all the same. */
      changed: z.enum(['keep', 'take_back']),
      /** Lines for which it is the other way round. */
      except: z.array(Line).max(500),
    }),
    output: z.object({}),
    permission: 'inventory:write',
    subject,
    direct: true,
  }),
} as const;
