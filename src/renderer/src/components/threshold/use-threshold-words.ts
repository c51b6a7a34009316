import { useTranslation } from 'react-i18next';
import type { ScopeChoice } from './threshold-form.ts';

/** The names that scopes are put into words with. */
export interface ScopeNames {
  readonly category: string;
  readonly location: string;
}

/** Returns a function that names what a threshold is set for: "this item at Main Street". */
export function useScopeName(): (choice: ScopeChoice, names: ScopeNames) => string {
  const { t } = useTranslation();
  return (choice, { category, location }) => t(`inventory.threshold.scope.${choice}`, { category, location });
}
