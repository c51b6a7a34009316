import { isDeepStrictEqual } from 'node:util';
import { type AlertRule, MAX_RULES, ruleKey } from '#shared/domain/alert-rules.ts';
import { readLocation } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { RULES } from './queries.ts';
import { DEFAULT_RULES } from './rules.ts';

/** Returns the rule if it is as somebody saw it. Refuses with `not_found`, or with `conflict` and the rule as it is. */
function asSeen(context: CommandContext, seen: AlertRule): AlertRule {
  const rule = context.memo(RULES).find(({ id }) => id === seen.id);
  if (!rule) return refuse('unknown_rule', {}, { field: 'rule' });
  if (!isDeepStrictEqual(rule, seen)) refuse('rule_changed', {}, { current: rule });
  return rule;
}

/** The commands on alert rules. */
export const ruleHandlers: GatewayModule['commands'] = {
  'alerts.set_rule': (context, { rule, expected }) => {
    const rules = context.memo(RULES);
    if (expected === null) {
      const present = rules.find(({ id }) => id === rule.id);
      if (present) refuse('duplicate_id', {}, { field: 'rule', current: present });
      if (rules.length >= MAX_RULES) refuse('rules_many', { max: MAX_RULES });
    } else {
      if (expected.id !== rule.id || expected.kind !== rule.kind)
        refuse('rule_kind_fixed', {}, { field: 'kind' });
      asSeen(context, expected);
    }
    const isDefault = DEFAULT_RULES.some(({ id }) => id === rule.id);
    if (isDefault && (rule.locationId !== null || rule.category !== null))
      refuse('rule_of_workspace', {}, { field: 'locationId' });
    if (rule.kind === 'dead_feed' && rule.category !== null)
      refuse('rule_of_feed_category', {}, { field: 'category' });
    if (rule.locationId !== null && !readLocation(context.sql, rule.locationId))
      refuse('unknown_location', {}, { field: 'locationId' });
    const twin = rules.find((other) => other.id !== rule.id && ruleKey(other) === ruleKey(rule));
    if (twin) refuse('rule_scope_taken', {}, { field: 'locationId', current: twin });
    context.emit('alerts.rule_changed', { rule });
    return {};
  },

  'alerts.remove_rule': (context, { rule }) => {
    const present = asSeen(context, rule);
    if (DEFAULT_RULES.some(({ id }) => id === present.id))
      refuse('rule_of_workspace', {}, { current: present });
    context.emit('alerts.rule_removed', { ruleId: present.id });
    return {};
  },
};
