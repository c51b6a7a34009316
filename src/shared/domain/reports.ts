import { z } from 'zod';
import { CONVERSATION_CHANNELS } from './chat.ts';
import { Id, Timestamp } from './ids.ts';
import { assertNever } from './result.ts';
import { CLOCK_KINDS } from './service-levels.ts';
import { CalendarDay } from './time.ts';

/*
 * Reports are made of facts that are written down when they happen, so that neither the retention of messages nor a later change of
 * targets changes the past. A fact carries who had it, its team and its labels at that moment; that of a new conversation follows the conversation.
 */

/** What is written down: that a conversation was opened, that a clock ended, and a rating. */
export const FACT_KINDS = ['opened', ...CLOCK_KINDS, 'rating'] as const;

/** Something that happened to a conversation, as reports count it. */
export const ServiceFact = z.object({
  id: z.string().min(1).max(300),
  kind: z.enum(FACT_KINDS),
  conversationId: Id,
  at: Timestamp,
  /** Who replied or, for the others, had the conversation; null for nobody. */
  agentId: Id.nullable(),
  agentName: z.string().max(200).nullable(),
  /** The team that had it; null for none, and for facts from before it was written down. */
  teamId: Id.nullable().default(null),
  channel: z.enum(CONVERSATION_CHANNELS).nullable().default(null),
  labels: z.array(z.string().min(1).max(40)).max(50),
  /** How long a clock ran: in business time without pauses, and by the calendar with them, ms. null where nothing was timed. */
  businessMs: z.int().min(0).nullable(),
  calendarMs: z.int().min(0).nullable(),
  /** Whether the target was met; null without one. */
  kept: z.boolean().nullable(),
  score: z.int().min(1).max(5).nullable(),
});
export type ServiceFact = z.infer<typeof ServiceFact>;

/** What messages are counted by. */
export const TALLY_DIMENSIONS = ['all', 'agent', 'team', 'label', 'channel'] as const;

/** The messages of a day in the workspace's time zone: all, those of an agent, or those of conversations of a team, with a label, or of a channel. */
export const MessageTally = z.object({
  day: CalendarDay,
  by: z.enum(TALLY_DIMENSIONS),
  /** The id of the agent or team, the label or the channel; empty for all, and for what nobody has. */
  key: z.string().max(200),
  received: z.int().min(0),
  sent: z.int().min(0),
});
export type MessageTally = z.infer<typeof MessageTally>;

/** What a report is grouped by. */
export const REPORT_GROUPS = ['agent', 'team', 'label', 'channel'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** The most days of a report. */
export const MAX_REPORT_DAYS = 366;
/** The most facts that a report reads, the newest first. */
export const MAX_FACTS = 250_000;
/** The most groups of a report. */
export const MAX_GROUPS = 300;

const count = z.int().min(0);
/** Half of the values, and nine of ten, are at most this, ms (nearest rank); null without values. */
const Rank = z.object({ median: count.nullable(), p90: count.nullable() });
/** How long one kind of clock took. `count`: those that were timed; `kept` and `broken`: those with a target. */
export const Spread = z.object({ count, business: Rank, calendar: Rank, kept: count, broken: count });
export type Spread = z.infer<typeof Spread>;

/** The figures of a report, of everything or of one group. */
export const ReportFigures = z.object({
  opened: count,
  resolved: count,
  received: count,
  sent: count,
  firstReply: Spread,
  nextReply: Spread,
  resolution: Spread,
  ratings: count,
  /** The sum of the scores. */
  scores: count,
});
export type ReportFigures = z.infer<typeof ReportFigures>;

/** A fact, as far as reports look at it. */
export type CountedFact = Pick<
  ServiceFact,
  'kind' | 'agentId' | 'teamId' | 'channel' | 'labels' | 'businessMs' | 'calendarMs' | 'kept' | 'score'
>;

/** Returns the value at a share of sorted values by nearest rank; null without values. */
export function atRank(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

class Times {
  readonly #business: number[] = [];
  readonly #calendar: number[] = [];
  #kept = 0;
  #broken = 0;

  add({ businessMs, calendarMs, kept }: CountedFact): void {
    if (businessMs !== null) this.#business.push(businessMs);
    if (calendarMs !== null) this.#calendar.push(calendarMs);
    if (kept === true) this.#kept += 1;
    if (kept === false) this.#broken += 1;
  }

  spread(): Spread {
    const rank = (values: number[]): z.infer<typeof Rank> => {
      const sorted = values.sort((a, b) => a - b);
      return { median: atRank(sorted, 0.5), p90: atRank(sorted, 0.9) };
    };
    return {
      count: this.#business.length,
      business: rank(this.#business),
      calendar: rank(this.#calendar),
      kept: this.#kept,
      broken: this.#broken,
    };
  }
}

/** Figures that are being added up. */
class Sums {
  readonly #times = { first_reply: new Times(), next_reply: new Times(), resolution: new Times() };
  readonly #sums = { opened: 0, resolved: 0, received: 0, sent: 0, ratings: 0, scores: 0 };

  fact(fact: CountedFact): void {
    if (fact.kind === 'opened') this.#sums.opened += 1;
    else if (fact.kind === 'rating') {
      this.#sums.ratings += 1;
      this.#sums.scores += fact.score ?? 0;
    } else {
      if (fact.kind === 'resolution') this.#sums.resolved += 1;
      this.#times[fact.kind].add(fact);
    }
  }

  messages({ received, sent }: Pick<MessageTally, 'received' | 'sent'>): void {
    this.#sums.received += received;
    this.#sums.sent += sent;
  }

  figures(): ReportFigures {
    const { first_reply, next_reply, resolution } = this.#times;
    return {
      ...this.#sums,
      firstReply: first_reply.spread(),
      nextReply: next_reply.spread(),
      resolution: resolution.spread(),
    };
  }
}

/** Which groups a fact belongs to: the empty one for what nobody has, and for what has no label. */
function groupsOf({ agentId, teamId, channel, labels }: CountedFact, by: ReportGroup): readonly string[] {
  switch (by) {
    case 'agent':
      return [agentId ?? ''];
    case 'team':
      return [teamId ?? ''];
    case 'channel':
      return [channel ?? ''];
    case 'label':
      return labels.length === 0 ? [''] : labels;
    default:
      return assertNever(by);
  }
}

/** A group of a report: the id of an agent or team, a label or a channel; empty for none. */
export interface GroupFigures {
  readonly key: string;
  readonly figures: ReportFigures;
}

/**
 * Adds up a report. What has several labels counts in each of them, so that groups may be more than the total. Groups with the most
 * resolved and opened conversations come first.
 */
export function reportOf(
  facts: Iterable<CountedFact>,
  tallies: Iterable<Pick<MessageTally, 'by' | 'key' | 'received' | 'sent'>>,
  by: ReportGroup,
): { readonly total: ReportFigures; readonly groups: readonly GroupFigures[] } {
  const total = new Sums();
  const groups = new Map<string, Sums>();
  const group = (key: string): Sums => {
    const found = groups.get(key) ?? new Sums();
    groups.set(key, found);
    return found;
  };
  for (const fact of facts) {
    total.fact(fact);
    for (const key of groupsOf(fact, by)) group(key).fact(fact);
  }
  for (const tally of tallies) {
    if (tally.by === 'all') total.messages(tally);
    else if (tally.by === by) group(tally.key).messages(tally);
  }
  const rank = ({ figures }: GroupFigures): number => figures.resolved + figures.opened;
  return {
    total: total.figures(),
    groups: [...groups]
      .map(([key, sums]) => ({ key, figures: sums.figures() }))
      .sort((a, b) => rank(b) - rank(a) || (a.key < b.key ? -1 : 1))
      .slice(0, MAX_GROUPS),
  };
}
