import { create } from 'zustand';
import { type SignalMessage, saysGoodbye } from '#shared/protocol/messages.ts';
import { ownedByUser } from '../../../stores/owned.ts';

/** A colleague who has a conversation open. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly hasDraft: boolean;
  /** Until when they are writing, in the gateway's time, ms; 0 for not at all. */
  readonly typesUntil: number;
  /** Until when this holds unless it is renewed, in the gateway's time, ms. */
  readonly until: number;
}

/** The colleagues in each conversation, by conversation and id. */
export type Presence = ReadonlyMap<string, ReadonlyMap<string, Colleague>>;

/** At most this many conversations are tracked; the oldest are dropped first. */
const MAX_CONVERSATIONS = 200;
/** At most this many colleagues are tracked in one. */
const MAX_COLLEAGUES = 20;
/** The signals' longest lives, ms, whatever they say: their senders' clocks may be wrong. */
const MAX_VALID_MS = { typing: 8_000, viewing: 30_000 } as const;
/** Their shortest, ms. */
const MIN_VALID_MS = 1_000;

/** Who is looking at which conversation. */
export const usePresence = create<{ readonly by: Presence }>(() => ({ by: new Map() }));
ownedByUser('usePresence', () => usePresence.setState({ by: new Map() }));

/**
 * Merges signals of colleagues. `now` is the gateway's time, `userId` the user, whose other windows do not count. Returns the same
 * map if nothing has changed.
 */
export function mergePresence(
  known: Presence,
  signals: readonly SignalMessage[],
  { now, userId }: { readonly now: number; readonly userId: string | null },
): Presence {
  const next = new Map<string, ReadonlyMap<string, Colleague>>();
  for (const [id, there] of known) {
    const left = new Map([...there].filter(([, { until }]) => until > now));
    if (left.size > 0) next.set(id, left.size === there.size ? there : left);
  }
  for (const signal of signals) {
    if (signal.type === 'typing' && signal.who === 'customer') continue;
    const id = signal.userId ?? signal.name;
    if (id === userId) continue;
    const there = new Map(next.get(signal.conversationId));
    next.delete(signal.conversationId);
    const colleague = after(there.get(id), { ...signal, userId: id }, now);
    there.delete(id);
    if (colleague) there.set(id, colleague);
    dropOldest(there, MAX_COLLEAGUES);
    if (there.size > 0) next.set(signal.conversationId, there);
  }
  dropOldest(next, MAX_CONVERSATIONS);
  const same = next.size === known.size && [...next].every(([id, there]) => known.get(id) === there);
  return same ? known : next;
}

/** Returns a colleague after a signal; null once they have left. */
function after(
  before: Colleague | undefined,
  signal: SignalMessage & { readonly userId: string },
  now: number,
): Colleague | null {
  if (saysGoodbye(signal)) return null;
  const valid = Math.min(Math.max(signal.expiresAt, now + MIN_VALID_MS), now + MAX_VALID_MS[signal.type]);
  const { userId: id, name } = signal;
  if (signal.type === 'viewing')
    return { id, name, hasDraft: signal.hasDraft, typesUntil: before?.typesUntil ?? 0, until: valid };
  const until = Math.max(before?.until ?? 0, valid);
  return { id, name, hasDraft: before?.hasDraft ?? false, typesUntil: valid, until };
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const id of map.keys()) {
    if (map.size <= most) return;
    map.delete(id);
  }
}

/** Notes that a colleague has stopped writing: their message is there. */
export function endWriting(known: Presence, conversationId: string, userId: string): Presence {
  const there = known.get(conversationId);
  const colleague = there?.get(userId);
  if (!there || !colleague || colleague.typesUntil === 0) return known;
  const next = new Map(there).set(userId, { ...colleague, typesUntil: 0 });
  return new Map(known).set(conversationId, next);
}

/** What colleagues do in a conversation: write, keep an unsent text, or look. Each is named once. */
export interface Company {
  readonly writing: readonly string[];
  readonly drafting: readonly string[];
  readonly looking: readonly string[];
}

/** Returns what the colleagues who are still there do, by name. */
export function companyOf(there: ReadonlyMap<string, Colleague> | undefined, now: number): Company {
  const here = [...(there?.values() ?? [])]
    .filter(({ until }) => until > now)
    .sort((a, b) => a.name.localeCompare(b.name));
  const names = (which: (colleague: Colleague) => boolean): string[] =>
    here.filter(which).map(({ name }) => name);
  const writes = ({ typesUntil }: Colleague): boolean => typesUntil > now;
  return {
    writing: names(writes),
    drafting: names((one) => !writes(one) && one.hasDraft),
    looking: names((one) => !writes(one) && !one.hasDraft),
  };
}
