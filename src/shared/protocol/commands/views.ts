import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { View, ViewContent, ViewName } from '../../domain/views.ts';
import { command } from './define.ts';

const subject = (data: { viewId: string }): string => `view:${data.viewId}`;
/** The version that the change was made on. */
const expected = View.shape.version;
const output = z.object({ viewId: Id, version: View.shape.version });

/** Commands on saved views. Each is refused as `conflict`, with the view as it is now, if another change came first. */
export const viewCommands = {
  /** Saves what a view shows; with `expected` null, a new one of one's own. */
  'views.save': command({
    input: z.strictObject({
      viewId: Id,
      page: View.shape.page,
      name: ViewName,
      content: z.strictObject(ViewContent.shape),
      expected: expected.nullable(),
    }),
    output,
    permission: 'views:write',
    subject,
  }),
  'views.rename': command({
    input: z.strictObject({ viewId: Id, name: ViewName, expected }),
    output,
    permission: 'views:write',
    subject,
  }),
  /** Shows a view to everybody, or to its owner only. */
  'views.share': command({
    input: z.strictObject({ viewId: Id, shared: z.boolean(), expected }),
    output,
    permission: 'views:share',
    subject,
  }),
  'views.remove': command({
    input: z.strictObject({ viewId: Id, expected }),
    output: z.object({}),
    permission: 'views:write',
    subject,
  }),
} as const;
