import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import {
  afterBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  Holiday,
  MAX_HOLIDAYS,
  OFFICE_HOURS,
  WeekHours,
} from './service-hours.ts';
import { MINUTE_MS } from './time.ts';

/*
 * What customers are promised: a first reply, each next reply, and a resolution, within targets in business time. A reply clock runs
 * while a customer waits, also in a snoozed conversation: the team put it aside, and the customer still waits. The clock of the
 * resolution runs until the conversation is resolved; it stands still while the conversation waits for the customer (pending).
 */

/** What is promised. */
export const CLOCK_KINDS = ['first_reply', 'next_reply', 'resolution'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** The share of a target from which on a clock warns. */
export const WARNING_AT = 0.75;
/** The longest target, minutes of business time. */
export const MAX_TARGET_MINUTES = 90 * 24 * 60;

const Target = z.int().min(1).max(MAX_TARGET_MINUTES).nullable();
/** The targets of one priority, minutes of business time; null for no promise. */
export const Targets = z.strictObject({ firstReply: Target, nextReply: Target, resolution: Target });
export type Targets = z.infer<typeof Targets>;

/** The targets by priority. */
export const TargetTable = z.strictObject({
  urgent: Targets,
  high: Targets,
  medium: Targets,
  low: Targets,
  none: Targets,
});
export type TargetTable = z.infer<typeof TargetTable>;

/** What managers set: hours, holidays and targets. */
export const ServiceContent = z.strictObject({
  hours: WeekHours,
  holidays: z.array(Holiday).max(MAX_HOLIDAYS),
  targets: TargetTable,
});
export type ServiceContent = z.infer<typeof ServiceContent>;

/** The one set of rules of a workspace, with the time zone that its hours are in. `version` counts its changes. */
export const ServiceRules = z.object({
  id: z.literal('service'),
  ...ServiceContent.shape,
  timeZone: z.string().min(1).max(100),
  version: z.int().min(0),
  changedBy: z.string().max(200),
  changedAt: Timestamp,
});
export type ServiceRules = z.infer<typeof ServiceRules>;

const NO_TARGETS: Targets = { firstReply: null, nextReply: null, resolution: null };

/** The rules of a workspace that has set none: office hours, and no promise. */
export function defaultRules(timeZone: string): ServiceRules {
  return {
    id: 'service',
    hours: OFFICE_HOURS,
    holidays: [],
    targets: { urgent: NO_TARGETS, high: NO_TARGETS, medium: NO_TARGETS, low: NO_TARGETS, none: NO_TARGETS },
    timeZone,
    version: 0,
    changedBy: '',
    changedAt: 0,
  };
}

/** Returns content with its holidays by day, each day once; the last of a day counts. */
export function tidyContent(content: ServiceContent): ServiceContent {
  const byDay = new Map(content.holidays.map((holiday) => [holiday.day, holiday]));
  return { ...content, holidays: [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

/** The last thing that was reported about a clock. */
const Told = z.enum(['nothing', 'warned', 'breached']);

/** What both clocks have: when they began, their target (ms of business time), and when they warn and run out. */
const clock = {
  startedAt: Timestamp,
  targetMs: z.int().min(1).nullable(),
  /** null without a target, while the clock stands still, and where the time is years away. */
  warnAt: Timestamp.nullable(),
  dueAt: Timestamp.nullable(),
  told: Told,
};

/** The clock of a customer who waits for a reply. */
export const ReplyClock = z.object({ kind: z.enum(['first_reply', 'next_reply']), ...clock });
export type ReplyClock = z.infer<typeof ReplyClock>;

/** The clock of a conversation that is not resolved. */
export const ResolutionClock = z.object({
  ...clock,
  /** The business time that passed before it stood still last, ms. */
  usedMs: z.int().min(0),
  /** Since when it runs; null while it stands still. */
  runsSince: Timestamp.nullable(),
});
export type ResolutionClock = z.infer<typeof ResolutionClock>;

/** The clocks of a conversation. */
export const ServiceClocks = z.object({
  /** The version of the rules that the times follow. */
  version: z.int().min(0),
  /** Whether the team has ever written to the customer: the next wait is then for a next reply. */
  replied: z.boolean(),
  reply: ReplyClock.nullable(),
  resolution: ResolutionClock.nullable(),
  /** When it was resolved; null while it is not. */
  resolvedAt: Timestamp.nullable(),
});
export type ServiceClocks = z.infer<typeof ServiceClocks>;

/** A clock that ended, as reports count it. */
export const EndedClock = z.object({
  kind: z.enum(CLOCK_KINDS),
  startedAt: Timestamp,
  endedAt: Timestamp,
  /** False where the wait ended without a reply: the conversation was resolved or waits for the customer. */
  answered: z.boolean(),
  /** Business time, without what a resolution stood still, ms. */
  businessMs: z.int().min(0),
  /** Whether the target was met; null without a target. */
  kept: z.boolean().nullable(),
});
export type EndedClock = z.infer<typeof EndedClock>;

/** What the clocks of a conversation depend on. */
export interface Served {
  readonly status: 'open' | 'pending' | 'snoozed' | 'resolved';
  readonly priority: keyof TargetTable;
  readonly waitingSince: number | null;
}

const targetOf = (rules: ServiceRules, served: Served, kind: ClockKind): number | null => {
  const of = rules.targets[served.priority];
  const minutes =
    kind === 'first_reply' ? of.firstReply : kind === 'next_reply' ? of.nextReply : of.resolution;
  return minutes === null ? null : minutes * MINUTE_MS;
};

/** When a clock warns and runs out, with `usedMs` of its target gone at `since`. */
function timesOf(
  since: number,
  usedMs: number,
  targetMs: number | null,
  hours: BusinessHours,
): Pick<ReplyClock, 'warnAt' | 'dueAt'> {
  if (targetMs === null) return { warnAt: null, dueAt: null };
  const dueAt = afterBusinessTime(since, targetMs - usedMs, hours);
  const warnAt = afterBusinessTime(since, Math.ceil(targetMs * WARNING_AT) - usedMs, hours);
  return { warnAt, dueAt };
}

/** What stays reported about a clock whose times were set anew: what still holds. */
function toldAt(
  told: z.infer<typeof Told>,
  { warnAt, dueAt }: Pick<ReplyClock, 'warnAt' | 'dueAt'>,
  at: number,
): z.infer<typeof Told> {
  if (told === 'breached' && dueAt !== null && dueAt <= at) return 'breached';
  return told !== 'nothing' && warnAt !== null && warnAt <= at ? 'warned' : 'nothing';
}

function replyClock(
  before: ServiceClocks | null,
  replied: boolean,
  served: Served,
  at: number,
  rules: ServiceRules,
): ReplyClock | null {
  const { waitingSince, status } = served;
  if (waitingSince === null || status === 'pending' || status === 'resolved') return null;
  const running = before?.reply?.startedAt === waitingSince ? before.reply : null;
  const kind = running?.kind ?? (replied ? 'next_reply' : 'first_reply');
  const targetMs = targetOf(rules, served, kind);
  if (running && running.targetMs === targetMs && before?.version === rules.version) return running;
  const times = timesOf(waitingSince, 0, targetMs, rules);
  return {
    kind,
    startedAt: waitingSince,
    targetMs,
    ...times,
    told: running ? toldAt(running.told, times, at) : 'nothing',
  };
}

function resolutionClock(
  before: ServiceClocks | null,
  served: Served,
  { at, since }: Happened,
  rules: ServiceRules,
): ResolutionClock | null {
  if (served.status === 'resolved') return null;
  const running = before?.resolution ?? null;
  const targetMs = targetOf(rules, served, 'resolution');
  const runs = served.status !== 'pending';
  const unchanged = running?.targetMs === targetMs && before?.version === rules.version;
  if (running && unchanged && (running.runsSince !== null) === runs) return running;
  const startedAt = running?.startedAt ?? since ?? at;
  if (!runs)
    return {
      startedAt,
      targetMs,
      warnAt: null,
      dueAt: null,
      told: running?.told ?? 'nothing',
      usedMs: running ? usedBy(running, at, rules) : 0,
      runsSince: null,
    };
  const runsSince = running ? (running.runsSince ?? at) : startedAt;
  const usedMs = running?.usedMs ?? 0;
  const times = timesOf(runsSince, usedMs, targetMs, rules);
  return {
    startedAt,
    targetMs,
    ...times,
    told: running ? toldAt(running.told, times, at) : 'nothing',
    usedMs,
    runsSince,
  };
}

/** The business time that a resolution has taken at a moment, ms. */
function usedBy({ usedMs, runsSince }: ResolutionClock, at: number, hours: BusinessHours): number {
  return usedMs + (runsSince === null ? 0 : businessTimeBetween(runsSince, at, hours));
}

function endOf(
  { startedAt, targetMs }: ReplyClock | ResolutionClock,
  kind: ClockKind,
  at: number,
  businessMs: number,
  answered: boolean,
): EndedClock {
  const endedAt = Math.max(at, startedAt);
  const inTime = targetMs === null ? null : businessMs <= targetMs;
  // A wait that ended without a reply has broken its promise or none: it did not keep it.
  const kept = answered || inTime === false ? inTime : null;
  return { kind, startedAt, endedAt, answered, businessMs, kept };
}

/** Something that happened to a conversation. */
export interface Happened {
  readonly at: number;
  /** Whether the team wrote to the customer with it. */
  readonly wrote: boolean;
  /** When a conversation without clocks was opened, if that was not now. */
  readonly since?: number;
}

/**
 * Returns the clocks of a conversation after something happened to it, and those that ended with it. Nothing that happened before
 * matters but the clocks, so that it can be asked at any time: with nothing changed it returns the same clocks, and with other rules
 * the same clocks by these rules.
 */
export function clocksAfter(
  before: ServiceClocks | null,
  served: Served,
  happened: Happened,
  rules: ServiceRules,
): { readonly clocks: ServiceClocks; readonly ended: readonly EndedClock[] } {
  const { at, wrote } = happened;
  const reply = replyClock(before, before?.replied ?? false, served, at, rules);
  const resolution = resolutionClock(before, served, happened, rules);
  const ended: EndedClock[] = [];
  const waited = before?.reply;
  if (waited && reply?.startedAt !== waited.startedAt)
    ended.push(endOf(waited, waited.kind, at, businessTimeBetween(waited.startedAt, at, rules), wrote));
  if (before?.resolution && !resolution)
    ended.push(endOf(before.resolution, 'resolution', at, usedBy(before.resolution, at, rules), true));
  const replied = (before?.replied ?? false) || wrote;
  const resolvedAt = resolution ? null : (before?.resolvedAt ?? at);
  return { clocks: { version: rules.version, replied, reply, resolution, resolvedAt }, ended };
}

/** The state of a clock, from best to worst. `idle`: it has no target, stands still, or there is none. */
export const CLOCK_STATES = ['idle', 'running', 'warning', 'breached'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** Returns the state of a clock by its times alone, whatever was reported about it. */
export function clockState(of: Pick<ReplyClock, 'warnAt' | 'dueAt'> | null, now: number): ClockState {
  if (of === null || of.dueAt === null) return 'idle';
  if (of.dueAt <= now) return 'breached';
  return of.warnAt !== null && of.warnAt <= now ? 'warning' : 'running';
}

/** A clock that runs towards a time. */
export interface DueClock {
  readonly kind: ClockKind;
  readonly dueAt: number;
  readonly warnAt: number;
}

/** Returns the clocks that run towards a time, the one that runs out first before the others. */
export function dueClocks(clocks: ServiceClocks | null): DueClock[] {
  if (clocks === null) return [];
  const { reply, resolution } = clocks;
  return [
    ...(reply?.dueAt == null
      ? []
      : [{ kind: reply.kind, dueAt: reply.dueAt, warnAt: reply.warnAt ?? reply.dueAt }]),
    ...(resolution?.dueAt == null
      ? []
      : [
          {
            kind: 'resolution' as const,
            dueAt: resolution.dueAt,
            warnAt: resolution.warnAt ?? resolution.dueAt,
          },
        ]),
  ].sort((a, b) => a.dueAt - b.dueAt);
}

/** The clock that a conversation shows: the one that runs out first; null without one. */
export function shownClock(clocks: ServiceClocks | null): DueClock | null {
  return dueClocks(clocks)[0] ?? null;
}

/** Something to report about a clock. */
export interface ClockNotice {
  readonly kind: ClockKind;
  readonly level: 'warned' | 'breached';
  readonly dueAt: number;
}

/** Returns when something is to be reported about the clocks next, ms; null for never. */
export function nextNotice({ reply, resolution }: ServiceClocks): number | null {
  const times = [reply, resolution].flatMap((of) => {
    if (!of || of.dueAt === null || of.told === 'breached') return [];
    return [of.told === 'warned' ? of.dueAt : Math.min(of.warnAt ?? of.dueAt, of.dueAt)];
  });
  return times.length === 0 ? null : Math.min(...times);
}

/** Returns what is to be reported at a moment, and the clocks once it is. A breach stands for the warning that was missed. */
export function noticesAt(
  clocks: ServiceClocks,
  now: number,
): { readonly clocks: ServiceClocks; readonly notices: readonly ClockNotice[] } {
  const notices: ClockNotice[] = [];
  const tell = <C extends ReplyClock | ResolutionClock>(of: C | null, kind: ClockKind): C | null => {
    const state = clockState(of, now);
    if (!of || of.dueAt === null || of.told === 'breached') return of;
    const level = state === 'breached' ? 'breached' : state === 'warning' ? 'warned' : null;
    if (level === null || level === of.told) return of;
    notices.push({ kind, level, dueAt: of.dueAt });
    return { ...of, told: level };
  };
  const reply = tell(clocks.reply, clocks.reply?.kind ?? 'first_reply');
  const resolution = tell(clocks.resolution, 'resolution');
  return { clocks: { ...clocks, reply, resolution }, notices };
}

/** The clocks of a conversation after something happened, and those that ended with it. */
export const ClockChange = z.object({
  conversationId: Id,
  clocks: ServiceClocks,
  ended: z.array(EndedClock).max(CLOCK_KINDS.length),
});

/** What is reported about a clock, and the clocks with that. */
export const ClockReport = z.object({
  conversationId: Id,
  clocks: ServiceClocks,
  kind: z.enum(CLOCK_KINDS),
  dueAt: Timestamp,
});
