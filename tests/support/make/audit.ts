import type { AuditRecord } from '#shared/domain/audit.ts';

/** A record of the audit. */
export function makeAuditRecord(fields: Partial<AuditRecord> = {}): AuditRecord {
  return {
    n: 1,
    at: 1_780_000_000_000,
    actor: { kind: 'user', id: 'u1', name: 'Mara Lindqvist' },
    action: 'inventory.adjust',
    commandId: null,
    subject: 'inventory:i1:l1',
    reason: 'counted',
    changes: [{ record: 'inventory:i1:l1', field: 'onHand', from: 5, to: 4 }],
    address: '203.0.113.7',
    result: 'ok',
    seq: 48_001,
    ...fields,
  };
}
