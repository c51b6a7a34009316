import type { FilterErrors, FilterForm } from './filter-form.ts';

/** What each part of the page gets: the form, what is wrong with it, and how to change it. */
export interface FilterPart {
  readonly form: FilterForm;
  readonly errors: FilterErrors | null;
  readonly disabled: boolean;
  readonly onChange: (part: Partial<FilterForm>) => void;
}
