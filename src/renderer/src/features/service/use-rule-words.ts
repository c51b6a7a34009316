import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES } from '#shared/domain/chat.ts';
import type { ConflictField } from '../../components/conflict-note.tsx';
import { type RulesForm, TARGET_NAMES } from './rules-form.ts';

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY = 86_400_000;

/** Words for the parts of the rules. */
export interface RuleWords {
  /** The name of a weekday, 0 for Monday. */
  readonly weekday: (n: number) => string;
  /** What differs between the user's rules and those that stand now. */
  readonly differences: (mine: RulesForm, theirs: RulesForm) => ConflictField[];
}

/** Returns words for the parts of the rules, in the user's language. */
export function useRuleWords(): RuleWords {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' });
    const weekday = (n: number): string => names.format(MONDAY + n * DAY);
    const hours = (form: RulesForm, n: number): string => {
      const day = form.days[n];
      return day?.open ? `${day.opensAt}–${day.closesAt}` : t('service.hours.closed');
    };
    const holidays = (form: RulesForm): string =>
      form.holidays.map(({ day, name }) => `${day} ${name}`.trim()).join(', ');
    const differences = (mine: RulesForm, theirs: RulesForm): ConflictField[] =>
      [
        ...theirs.days.map((_, n) => ({ label: weekday(n), mine: hours(mine, n), theirs: hours(theirs, n) })),
        { label: t('service.holidays.title'), mine: holidays(mine), theirs: holidays(theirs) },
        ...PRIORITIES.flatMap((priority, n) =>
          TARGET_NAMES.map((name) => ({
            label: `${t(`service.priorities.${priority}`)}: ${t(`service.targets.${name}`)}`,
            mine: mine.targets[n]?.[name] ?? '',
            theirs: theirs.targets[n]?.[name] ?? '',
          })),
        ),
      ].filter((field) => field.mine !== field.theirs);
    return { weekday, differences };
  }, [t, i18n.language]);
}
