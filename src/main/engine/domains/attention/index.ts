import type { AttentionEntry } from '#shared/bridge/attention.ts';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import { type Candidate, MAX_ATTENTION, type Ranked, rankAttention } from '#shared/domain/attention.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { asOf, ownUserId, pendingEffects, type Reader } from '../../store/reader.ts';
import { alertsTable } from '../alerts/tables.ts';
import { ChatEffect, LISTED, type Listed, view } from '../chat/index.ts';

/** How many conversations of the user, how many of nobody by each order, and how many alerts are looked at. */
const LOOKED_AT = 300;

const MINE = `SELECT ${LISTED} FROM conversations c INDEXED BY conversations_by_assignee
  WHERE c.assignee_id = ? AND c.active <> 0 LIMIT ${LOOKED_AT}`;
/** Nobody's in work or snoozed, by the clock that runs out first, and by the longest wait for those without a clock. */
const BY_CLOCK = `SELECT ${LISTED} FROM conversations c INDEXED BY conversations_by_due
  WHERE c.active = ? AND c.due_key < 9000000000000000 AND c.assignee_id IS NULL ORDER BY c.due_key, c.k LIMIT ${LOOKED_AT}`;
const BY_WAIT = `SELECT ${LISTED} FROM conversations c INDEXED BY conversations_by_wait
  WHERE c.active = ? AND c.waiting_since IS NOT NULL AND c.assignee_id IS NULL ORDER BY c.wait_key, c.k LIMIT ${LOOKED_AT}`;
const UNRESOLVED = [1, 2];
const ALERTS = `SELECT ${alertsTable.select()} FROM alerts
  WHERE open = 1 AND owner_id = ? AND silenced_until IS NULL AND state <> 'pending' ORDER BY rank DESC, raised_at LIMIT ${LOOKED_AT}`;

type Entry =
  | (Extract<Candidate, { type: 'conversation' }> & { readonly conversation: ConversationRow })
  | (Extract<Candidate, { type: 'alert' }> & { readonly alert: Alert });

/** The conversations of the user and of nobody, with what the user has done and is not decided yet. */
function conversations(
  reader: Reader,
  userId: string,
): { readonly found: Entry[]; readonly capped: boolean } {
  const pages = [
    reader.all<Listed>(MINE, userId),
    ...UNRESOLVED.flatMap((active) => [
      reader.all<Listed>(BY_CLOCK, active),
      reader.all<Listed>(BY_WAIT, active),
    ]),
  ];
  const byKey = new Map(pages.flat().map((row) => [row.k, row]));
  const pending = pendingEffects(reader, ChatEffect);
  const found = [...byKey.values()].flatMap((row): Entry[] => {
    const conversation = view(reader, row, pending);
    const mine = conversation.assigneeId === userId;
    return mine || conversation.assigneeId === null ? [{ type: 'conversation', conversation, mine }] : [];
  });
  return { found, capped: pages.some((page) => page.length === LOOKED_AT) };
}

function entryOf({ candidate, attention }: Ranked<Entry>): AttentionEntry {
  if (candidate.type === 'alert')
    return {
      ...attention,
      key: `alert:${candidate.alert.id}`,
      mine: true,
      conversation: null,
      alert: candidate.alert,
    };
  const { conversation, mine } = candidate;
  return { ...attention, key: `conversation:${conversation.id}`, mine, conversation, alert: null };
}

/** Lists what needs the user, the most urgent first. What is looked at is bounded, however much there is. */
function list(
  reader: Reader,
  _input: MethodInput<'attention.list'>,
  now: number,
): MethodOutput<'attention.list'> {
  const userId = ownUserId(reader);
  const { found, capped } = conversations(reader, userId);
  const alerts = reader
    .all<StoredRow>(ALERTS, userId)
    .map((row): Entry => ({ type: 'alert', alert: alertsTable.decode(row) }));
  const ranked = rankAttention<Entry>([...found, ...alerts], now);
  return {
    entries: ranked.slice(0, MAX_ATTENTION).map(entryOf),
    total: ranked.length,
    capped: capped || alerts.length === LOOKED_AT,
    userId,
    asOf: asOf(reader, ['chat', 'alerts']),
  };
}

/** The attention queue. It has no rows of its own: it reads conversations and alerts. */
export const attentionDomain: EngineDomain = { name: 'attention', reads: { 'attention.list': list } };
