import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import {
  MAX_FACTS,
  MAX_REPORT_DAYS,
  type MessageTally,
  reportOf,
  type ServiceFact,
} from '#shared/domain/reports.ts';
import { dayOf, dayStart } from '#shared/domain/time.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { messageTallyRow, serviceFactRow } from '#shared/rows/reports.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { teamsTable } from '../assignment/tables.ts';
import * as created from './migrations/0492-reports.ts';
import * as teams from './migrations/0523-report-teams.ts';

const factsTable = defineTable(serviceFactRow, { name: 'service_facts', identity: ['id'] });
const talliesTable = defineTable(messageTallyRow, {
  name: 'message_tallies',
  identity: ['day', 'by', 'key'],
});

/** Projects the channel `reports`. */
function reportsProjection(context: ProjectionContext): ChannelProjection<'reports'> {
  const facts = context.bind(factsTable);
  const tallies = context.bind(talliesTable);
  return {
    channel: 'reports',
    tallies: [],
    events: {
      'reports.recorded': ({ data }) => {
        for (const fact of data.facts) facts.upsert(fact, {});
        context.changes.touchAll('reports');
        return true;
      },
      'reports.counted': ({ data }) => {
        for (const tally of data.tallies) tallies.upsert(tally, {});
        context.changes.touchAll('reports');
        return true;
      },
    },
    rows: {
      service_fact: (row) => {
        facts.upsert(serviceFactRow.schema.parse(row), {});
        context.changes.touchAll('reports');
      },
      message_tally: (row) => {
        tallies.upsert(messageTallyRow.schema.parse(row), {});
      },
    },
    clear: () => {
      facts.clear();
      tallies.clear();
    },
  };
}

/** The first day of a report: not after its last, and not more than MAX_REPORT_DAYS before it. */
function firstDay(from: string, to: string, timeZone: string): string {
  const earliest = dayOf(dayStart(to, timeZone, 1 - MAX_REPORT_DAYS), timeZone);
  return from < earliest ? earliest : from;
}

/** Since when the cache has all facts, ms; 0 if it has them all. */
function completeFrom(reader: Reader): number {
  const range = reader.get<{ from: number }>(
    `SELECT complete_from AS "from" FROM history WHERE channel = 'reports' AND kind = 'service_fact' AND complete_from > 0`,
  );
  return range?.from ?? 0;
}

/** The names of agents: as the team knows them, or as the facts wrote them down. */
function namesOf(reader: Reader, facts: readonly ServiceFact[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { agentId, agentName } of facts)
    if (agentId !== null && agentName !== null && !names.has(agentId)) names.set(agentId, agentName);
  for (const { id, name } of reader.all<{ id: string; name: string }>(
    'SELECT id, name FROM team_members LIMIT 1000',
  ))
    names.set(id, name);
  return names;
}

/** The names of all teams, archived ones included. */
function teamNames(reader: Reader): Map<string, string> {
  const teams = reader.all<{ id: string; name: string }>(
    `SELECT id, name FROM ${teamsTable.name} LIMIT 1000`,
  );
  return new Map(teams.map(({ id, name }) => [id, name]));
}

/** Adds up a report from what was written down; reads indexes of time and day, and no messages. */
function report(
  reader: Reader,
  { from: asked, to: last, group }: MethodInput<'reports.report'>,
): MethodOutput<'reports.report'> {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const [earlier, to] = asked <= last ? [asked, last] : [last, asked];
  const from = firstDay(earlier, to, timeZone);
  const start = dayStart(from, timeZone);
  const facts = reader
    .all<StoredRow>(
      `SELECT ${factsTable.select()} FROM service_facts WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ${MAX_FACTS + 1}`,
      start,
      dayStart(to, timeZone, 1),
    )
    .map(factsTable.decode);
  const tallies = reader.all<Pick<MessageTally, 'by' | 'key' | 'received' | 'sent'>>(
    `SELECT by, key, sum(received) AS received, sum(sent) AS sent FROM message_tallies WHERE day >= ? AND day <= ? GROUP BY by, key`,
    from,
    to,
  );
  const counted = facts.slice(0, MAX_FACTS);
  const { total, groups } = reportOf(counted, tallies, group);
  const names = group === 'agent' ? namesOf(reader, counted) : group === 'team' ? teamNames(reader) : null;
  const complete = completeFrom(reader);
  return {
    timeZone,
    from,
    to,
    total,
    groups: groups.map(({ key, figures }) => ({
      key,
      name: names ? (names.get(key) ?? null) : key,
      figures,
    })),
    missingBefore: complete > start ? complete : null,
    cut: facts.length > MAX_FACTS,
    asOf: asOf(reader, ['reports']),
  };
}

/** The domain of reports. */
export const reportsDomain: EngineDomain = {
  name: 'reports',
  migrations: [
    { version: 492, ...created },
    { version: 523, ...teams },
  ],
  projections: { reports: reportsProjection },
  dumps: { reports: dumpTables(factsTable, talliesTable) },
  reads: { 'reports.report': report },
  bookkeeping: ['reports.recorded', 'reports.counted'],
  activity: {
    'reports.recorded': ({ facts }) => ({
      values: {},
      subject: facts[0] ? { kind: 'conversation', id: facts[0].conversationId } : null,
    }),
    'reports.counted': () => ({ values: {}, subject: null }),
  },
};
