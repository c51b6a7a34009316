import { z } from 'zod';
import { ServiceRules } from '../domain/service-levels.ts';
import { Nothing, Provenance, read } from './contract.ts';

/** Reads of service levels. They work offline. */
export const serviceMethods = {
  /** The rules, or the default ones where none were set (version 0). `pending`: a change of them is still to be sent or decided. */
  'service.rules': read(
    'service:read',
    Nothing,
    z.object({ rules: ServiceRules, pending: z.boolean(), asOf: Provenance }),
  ),
} as const;
