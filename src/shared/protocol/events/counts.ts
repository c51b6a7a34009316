import { z } from 'zod';
import { Count, CountLine, MAX_COUNT_ENTRIES } from '../../domain/counts.ts';
import { countLineRow, countRow } from '../../rows/counts.ts';
import { channel } from './define.ts';

/** Maximum lines in one event; more would not fit into a message. */
export const COUNT_LINES_PER_EVENT = 200;

const sheet = z.object({ count: Count });
const lines = z.array(CountLine).min(1).max(COUNT_LINES_PER_EVENT);

/** Stocktakes: their sheets, and what was counted. Every event has the sheet as it is afterwards. */
export const counts = channel({
  name: 'counts',
  permissions: { 'counts:read': 'viewer', 'counts:enter': 'agent', 'counts:write': 'manager' },
  readPermission: 'counts:read',
  rows: [countRow, countLineRow],
  events: {
    'counts.started': sheet,
    'counts.lines_added': sheet.extend({ lines }),
    'counts.entered': sheet.extend({ lines: lines.max(MAX_COUNT_ENTRIES) }),
    'counts.recount_requested': sheet.extend({ lines }),
    /** Another count or adjustment has set the levels of these lines since they were counted. */
    'counts.lines_superseded': sheet.extend({ lines }),
    'counts.review_started': sheet,
    'counts.reopened': sheet,
    'counts.posted': sheet,
    'counts.cancelled': sheet,
  },
});
