import type { AlertFilter, AlertView } from '#shared/bridge/alerts.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { AlertGroup } from '#shared/domain/alert-groups.ts';
import { MAX_RULES } from '#shared/domain/alert-rules.ts';
import { type Alert, isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, counter, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { pendingAlerts } from './effects.ts';
import { firstLot } from './expiring.ts';
import { alertRulesTable, alertsTable, LOUD_COUNTERS, openCounter } from './tables.ts';

interface Listed extends StoredRow {
  readonly k: number;
  readonly rank: number;
  readonly listed_at: number;
}

/** A condition and its values. */
interface Clause {
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
}

function narrowed(filter: AlertFilter): Clause[] {
  const equal = (column: string, value: string | null): Clause[] =>
    value === null ? [] : [{ sql: `${column} = ?`, params: [value] }];
  const { owner, silenced, acknowledged } = filter;
  const plain = (sql: string): Clause => ({ sql, params: [] });
  return [
    ...equal('state', filter.status === 'open' ? filter.state : null),
    ...equal('kind', filter.kind),
    ...equal('severity', filter.severity),
    ...equal('location_id', filter.locationId),
    ...(owner === null ? [] : [{ sql: 'owner_id IS ?', params: [owner.id] }]),
    ...(silenced === 'shown' ? [] : [plain(`silenced_until IS ${silenced === 'only' ? 'NOT ' : ''}NULL`)]),
    ...(acknowledged === null ? [] : [plain(`acknowledged_at IS ${acknowledged ? 'NOT ' : ''}NULL`)]),
  ];
}

/** Lists open alerts by severity and then newest first, or resolved alerts newest first. */
export function alertList(
  reader: Reader,
  input: MethodInput<'alerts.list'>,
  now: number,
): MethodOutput<'alerts.list'> {
  const { filter, limit } = input;
  const key = decodeCursor(input.after, ['number', 'number', 'number']) ?? [
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  ];
  const open = filter.status === 'open';
  const clauses = narrowed(filter);
  const more = clauses.map(({ sql }) => ` AND ${sql}`).join('');
  const params = clauses.flatMap((clause) => clause.params);
  const found = open
    ? reader.all<Listed>(
        `SELECT k, rank, raised_at AS listed_at, ${alertsTable.select()} FROM alerts
         WHERE open = 1 AND (rank, raised_at, k) < (?, ?, ?)${more}
         ORDER BY rank DESC, raised_at DESC, k DESC LIMIT ?`,
        ...key,
        ...params,
        limit + 1,
      )
    : reader.all<Listed>(
        `SELECT k, rank, resolved_at AS listed_at, ${alertsTable.select()} FROM alerts
         WHERE state = 'resolved' AND (resolved_at, k) < (?, ?)${more} ORDER BY resolved_at DESC, k DESC LIMIT ?`,
        key[1],
        key[2],
        ...params,
        limit + 1,
      );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const view = alertViews(reader, now);
  return {
    rows: shown.map((row) => view(alertsTable.decode(row))),
    next: found.length > limit && last ? encodeCursor([last.rank, last.listed_at, last.k]) : null,
    asOf: asOf(reader, open ? ['alerts', 'inventory'] : ['alerts']),
    ...(open
      ? {}
      : olderThan(reader, {
          channel: 'alerts',
          kind: 'alert',
          of: null,
          before: null,
          isLast: found.length <= limit,
          at: last?.listed_at ?? null,
        })),
  };
}

/** Returns a function that shows alerts with the effects of unsettled commands and what is available now. */
export function alertViews(reader: Reader, now: number): (alert: Alert) => AlertView {
  const { acknowledged, silenced, owners } = pendingAlerts(reader);
  const silent = silentLocations(reader);
  return (alert) => {
    const open = isOpen(alert);
    const silence = silenced.get(alert.id);
    const owner = owners.get(alert.id);
    const { subject } = alert;
    return {
      ...alert,
      silencedUntil: silence === undefined ? alert.silencedUntil : silence,
      ...(owner === undefined ? {} : { ownerId: owner, ownerName: nameOf(reader, owner) }),
      pendingAcknowledge: acknowledged.has(alert.id) && !isAcknowledged(alert),
      pendingChange: silence !== undefined || owner !== undefined,
      valueNow: open ? valueNow(reader, alert, now) : null,
      feedSilent: open && subject.type === 'stock' && silent.has(subject.locationId),
    };
  };
}

function nameOf(reader: Reader, userId: string | null): string | null {
  if (userId === null) return null;
  return reader.get<{ name: string }>('SELECT name FROM team_members WHERE id = ?', userId)?.name ?? userId;
}

/** The locations with an open alert that no data comes from them. */
function silentLocations(reader: Reader): ReadonlySet<string> {
  const rows = reader.all<{ locationId: string }>(
    `SELECT location_id AS locationId FROM alerts INDEXED BY alerts_silent WHERE kind = 'dead_feed' AND open = 1`,
  );
  return new Set(rows.map(({ locationId }) => locationId));
}

/**
 * Returns what is available now where an alert is about stock, or within how many days its first lot expires; null where the cache
 * has no such level or lot.
 */
function valueNow(reader: Reader, { kind, subject }: Alert, now: number): number | null {
  if (subject.type !== 'stock') return null;
  if (kind === 'expiring') return firstLot(reader, subject, now)?.days ?? null;
  const { itemId, locationId } = subject;
  const level = reader.get<{ available: number }>(
    'SELECT available FROM levels WHERE item_id = ? AND location_id = ?',
    itemId,
    locationId,
  );
  return level?.available ?? null;
}

/** Counts the open alerts, and the critical and unacknowledged ones among them; those that ask for attention by group. */
export function alertCounts(reader: Reader): MethodOutput<'alerts.counts'> {
  return {
    open: counter(reader, 'alerts.open'),
    critical: counter(reader, openCounter('critical')),
    unacknowledged: counter(reader, 'alerts.unacknowledged'),
    loud: loudGroups(reader),
    asOf: asOf(reader, ['alerts']),
  };
}

function loudGroups(reader: Reader): MethodOutput<'alerts.counts'>['loud'] {
  const rows = reader.all<{ key: string; value: number }>(
    'SELECT key, value FROM counters WHERE key >= ? AND key < ? AND value > 0 LIMIT 2000',
    LOUD_COUNTERS,
    `${LOUD_COUNTERS}\u{10ffff}`,
  );
  return rows.flatMap(({ key, value }) => {
    const parts: unknown = JSON.parse(key.slice(LOUD_COUNTERS.length));
    const [kind, severity, locationId] = Array.isArray(parts) ? parts : [];
    const group = AlertGroup.safeParse({ kind, severity, locationId });
    return group.success ? [{ ...group.data, count: value }] : [];
  });
}

/** Returns the rules by kind and id. */
export function alertRules(reader: Reader): MethodOutput<'alerts.rules'> {
  const rows = reader.all<StoredRow>(
    `SELECT ${alertRulesTable.select()} FROM alert_rules ORDER BY kind, location_id IS NOT NULL, id LIMIT ${MAX_RULES}`,
  );
  return { rules: rows.map(alertRulesTable.decode), asOf: asOf(reader, ['alerts']) };
}
