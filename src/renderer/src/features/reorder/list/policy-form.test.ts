import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY, ReorderTerms, SERVICE_LEVELS } from '#shared/domain/reorder.ts';
import { differences, formOf, isNumberValid, termsOf } from './policy-form.ts';

it('gives back the terms that it was made from', () => {
  const level = fc.constantFrom(...SERVICE_LEVELS);
  const terms = fc.record({
    serviceLevel: level,
    serviceLevelA: fc.option(level),
    serviceLevelB: fc.option(level),
    serviceLevelC: fc.option(level),
    windowDays: fc.integer({ min: 7, max: 84 }),
    reviewDays: fc.integer({ min: 1, max: 90 }),
    leadTimeDays: fc.nat(365),
    leadTimeDeviationDays: fc.nat(365),
    multiple: fc.integer({ min: 1, max: 100_000 }),
  });
  fc.assert(
    fc.property(terms, (one) => {
      expect(termsOf(formOf({ ...one, id: 'workspace', revision: 3 }))).toEqual(one);
    }),
  );
});

it('makes terms that the protocol accepts, or none', () => {
  const typed = fc.constantFrom('', ' ', '7', '0', '-1', '1.5', '99999999', 'x', '365', '366');
  fc.assert(
    fc.property(typed, typed, (leadTimeDays, multiple) => {
      const made = termsOf({ ...formOf(DEFAULT_POLICY), leadTimeDays, multiple });
      if (made !== null) expect(ReorderTerms.parse(made)).toEqual(made);
      expect(made === null).toBe(
        !isNumberValid('leadTimeDays', leadTimeDays) || !isNumberValid('multiple', multiple),
      );
    }),
  );
});

it('names what somebody else has changed', () => {
  expect(differences(DEFAULT_POLICY, { ...DEFAULT_POLICY, serviceLevel: 99, multiple: 6 })).toEqual([
    'serviceLevel',
    'multiple',
  ]);
});
