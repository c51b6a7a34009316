import type { FormFields } from '#shared/bridge/forms.ts';
import { PRIORITIES } from '#shared/domain/chat.ts';
import { DayHours, Holiday } from '#shared/domain/service-hours.ts';
import {
  MAX_TARGET_MINUTES,
  type ServiceContent,
  type ServiceRules,
  type TargetTable,
  tidyContent,
} from '#shared/domain/service-levels.ts';

/** The rules as typed. */
export type RulesForm = FormFields<'service.save_rules'>;
/** The names of the targets of a priority. */
export const TARGET_NAMES = ['firstReply', 'nextReply', 'resolution'] as const;

export const EMPTY_RULES: RulesForm = { days: [], holidays: [], targets: [], seen: null };

const MINUTES_A_DAY = 24 * 60;
const two = (n: number): string => String(n).padStart(2, '0');

/** 09:30 of minutes after midnight; the end of the day is 00:00, as on a clock. */
export function timeText(minutes: number): string {
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Returns minutes after midnight of a time such as 09:30; null for anything else. */
export function parseTime(text: string): number | null {
  const [, hours = '', minutes = ''] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** 1h 30m of minutes; nothing without a target. */
export function targetText(minutes: number | null): string {
  if (minutes === null) return '';
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours}h` : '', rest > 0 ? `${rest}m` : ''].filter(Boolean).join(' ');
}

/** Returns the minutes of a target: 45, 45m, 2h, 1h 30m. null for nothing, undefined for what is no target. */
export function parseTarget(text: string): number | null | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === '') return null;
  const [whole, hours = '0', minutes = '0'] = /^(?:(\d+)\s*h)?\s*(?:(\d+)\s*(?:m|min)?)?$/.exec(typed) ?? [];
  const sum = Number(hours) * 60 + Number(minutes);
  return whole === undefined || sum < 1 || sum > MAX_TARGET_MINUTES ? undefined : sum;
}

/** Returns the rules as a person edits them. */
export function formOf({ hours, holidays, targets, version }: ServiceRules): RulesForm {
  return {
    days: hours.map((day) => ({
      open: day !== null,
      opensAt: timeText(day?.opensAt ?? 9 * 60),
      closesAt: timeText(day?.closesAt ?? 17 * 60),
    })),
    holidays: holidays.map(({ day, name }) => ({ day, name })),
    targets: PRIORITIES.map((priority) => ({
      firstReply: targetText(targets[priority].firstReply),
      nextReply: targetText(targets[priority].nextReply),
      resolution: targetText(targets[priority].resolution),
    })),
    seen: version,
  };
}

/** What is wrong with a form, by `day-0`, `holiday-0` and `target-0-firstReply`. */
export type RulesErrors = ReadonlySet<string>;

function dayOf({ open, opensAt, closesAt }: RulesForm['days'][number]): DayHours | null | undefined {
  if (!open) return null;
  const closes = parseTime(closesAt);
  // On a clock, the end of the day and its beginning are both midnight.
  return DayHours.safeParse({ opensAt: parseTime(opensAt), closesAt: closes === 0 ? MINUTES_A_DAY : closes })
    .data;
}

/** Returns the rules that a form describes, or what is wrong with it. */
export function contentOf(
  form: RulesForm,
):
  | { readonly ok: true; readonly content: ServiceContent }
  | { readonly ok: false; readonly errors: RulesErrors } {
  const errors = new Set<string>();
  const or = <T>(value: T | undefined, name: string, otherwise: T): T => {
    if (value === undefined) errors.add(name);
    return value ?? otherwise;
  };
  const hours = form.days.map((day, n) => or(dayOf(day), `day-${n}`, null));
  const holidays = form.holidays.map((holiday, n) =>
    or(Holiday.safeParse(holiday).data, `holiday-${n}`, { day: '', name: '' }),
  );
  const targetsOf = (n: number): TargetTable[keyof TargetTable] => {
    const of = (name: (typeof TARGET_NAMES)[number]): number | null =>
      or(parseTarget(form.targets[n]?.[name] ?? ''), `target-${n}-${name}`, null);
    return { firstReply: of('firstReply'), nextReply: of('nextReply'), resolution: of('resolution') };
  };
  const [urgent, high, medium, low, none] = [0, 1, 2, 3, 4].map(targetsOf);
  if (!urgent || !high || !medium || !low || !none || errors.size > 0) return { ok: false, errors };
  return {
    ok: true,
    content: tidyContent({ hours, holidays, targets: { urgent, high, medium, low, none } }),
  };
}
