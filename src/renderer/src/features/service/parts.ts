import type { RulesErrors, RulesForm } from './rules-form.ts';

/** What each part of the page gets: the form, what is wrong with it, and how to change it. */
export interface RulesPart {
  readonly form: RulesForm;
  readonly errors: RulesErrors;
  readonly disabled: boolean;
  readonly onChange: (part: Partial<RulesForm>) => void;
}
