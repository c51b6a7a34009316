import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertRule, RULE_KINDS } from '#shared/domain/alert-rules.ts';
import { makeAlertRule } from '../../../../../../tests/support/make/alert.ts';
import {
  changedFields,
  EMPTY_RULE,
  fieldsOfRule,
  type RuleFields,
  sameFields,
  toRule,
  validateRule,
} from './rule-form.ts';

describe('the form of a rule', () => {
  it('makes a rule that the protocol accepts of all that it lets pass, and shows it again as typed', () => {
    const text = fc.oneof(
      fc.nat(20_000).map(String),
      fc.constantFrom('', ' ', '-1', '1.5', '0,25', 'x', '999999'),
    );
    const clock = fc.constantFrom('00:00', '09:30', '23:59', '24:00', '', '9:00');
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_KINDS),
        fc.tuple(text, text, text, text),
        fc.tuple(clock, clock, fc.integer({ min: 0, max: 127 })),
        (kind, [forMinutes, keepMinutes, overAt, silentHours], [opensAt, closesAt, openDays]) => {
          const fields: RuleFields = {
            ...EMPTY_RULE,
            ...{ kind, forMinutes, keepMinutes, overAt, silentHours, opensAt, closesAt, openDays },
          };
          if (Object.keys(validateRule(fields)).length > 0) return;
          const rule = toRule(fields, 'r', null);
          expect(AlertRule.parse(rule)).toEqual(rule);
          expect(toRule(fieldsOfRule(rule), 'r', null)).toEqual(rule);
        },
      ),
    );
  });

  it('says what is wrong', () => {
    expect(validateRule(EMPTY_RULE)).toEqual({});
    expect(validateRule({ ...EMPTY_RULE, forMinutes: '-1', keepMinutes: '99999' })).toEqual({
      forMinutes: 'minutes',
      keepMinutes: 'minutes',
    });
    expect(validateRule({ ...EMPTY_RULE, kind: 'overstock', overAt: '0' })).toEqual({ overAt: 'quantity' });
    expect(validateRule({ ...EMPTY_RULE, kind: 'dead_feed', openDays: 0, opensAt: '' })).toEqual({
      openDays: 'days',
      opensAt: 'clock',
    });
  });

  it('names the fields that somebody else has changed', () => {
    const mine = fieldsOfRule(makeAlertRule());
    const theirs = fieldsOfRule(makeAlertRule({ severity: 'critical', forMs: 60_000 }));
    expect(changedFields(mine, theirs)).toEqual(['severity', 'forMinutes']);
    expect(sameFields(mine, { ...mine })).toBe(true);
  });
});
