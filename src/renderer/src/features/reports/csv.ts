import type { MethodOutput } from '#shared/bridge/index.ts';
import { type CsvCell, type CsvFormat, csvLine } from '#shared/domain/csv.ts';
import type { ReportFigures, ReportGroup, Spread } from '#shared/domain/reports.ts';
import type { ReportRow } from './group-name.ts';
import { allPromises } from './values.ts';

/** The columns, in English whatever the user's language, as programs expect them. Times are in seconds. */
const SPREAD = [
  'count',
  'median_business_s',
  'p90_business_s',
  'median_calendar_s',
  'p90_calendar_s',
  'kept',
  'broken',
];
const HEADERS = [
  'from',
  'to',
  'time_zone',
  'group',
  'name',
  'opened',
  'resolved',
  'messages_received',
  'messages_sent',
  ...['first_reply', 'next_reply', 'resolution'].flatMap((kind) => SPREAD.map((name) => `${kind}_${name}`)),
  'targets_kept',
  'targets_broken',
  'ratings',
  'mean_rating',
];

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000));
const spread = ({ count, business, calendar, kept, broken }: Spread): CsvCell[] => [
  count,
  seconds(business.median),
  seconds(business.p90),
  seconds(calendar.median),
  seconds(calendar.p90),
  kept,
  broken,
];

function cells(of: ReportFigures): CsvCell[] {
  const { kept, broken } = allPromises(of);
  return [
    of.opened,
    of.resolved,
    of.received,
    of.sent,
    ...spread(of.firstReply),
    ...spread(of.nextReply),
    ...spread(of.resolution),
    kept,
    broken,
    of.ratings,
    of.ratings === 0 ? null : { decimal: (of.scores / of.ratings).toFixed(2) },
  ];
}

/** Returns the lines of a report: everything first, then each group. */
export function reportCsv(
  report: MethodOutput<'reports.report'>,
  by: ReportGroup,
  nameOf: (group: ReportRow) => string,
  format?: CsvFormat,
): string[] {
  const place = [report.from, report.to, report.timeZone];
  return [
    csvLine(HEADERS, format),
    csvLine([...place, 'all', '', ...cells(report.total)], format),
    ...report.groups.map(({ key, name, figures }) =>
      csvLine([...place, by, nameOf({ key, name }), ...cells(figures)], format),
    ),
  ];
}
