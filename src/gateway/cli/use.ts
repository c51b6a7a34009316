import { userInfo } from 'node:os';
import type { Actor } from '#shared/domain/ids.ts';
import type { GatewayConfig } from '../config.ts';
import { appliedMigrations } from '../db/migrate.ts';
import { type AuditEntry, audit, SYSTEM_CLOCK, SYSTEM_PRINCIPAL } from '../execute/index.ts';
import type { Executor } from '../kernel.ts';
import { missingMigrations } from '../migrations.ts';
import { withDatabase } from './offline.ts';
import { complain } from './output.ts';

/** How long a command that has done its work waits to write that down, ms. */
const PATIENCE_MS = 2_000;

/** The operating system's user who runs the command line, for the audit; with `sudo`, also who asked for it. */
export function systemUser(): Actor {
  const name = userName();
  const asked = process.env['SUDO_USER'];
  const shown = asked ? `${name} (sudo by ${asked})` : name;
  return { kind: 'system', id: `os:${name}`.slice(0, 64), name: shown.slice(0, 200) };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** What was done at the command line. */
export type Use = Pick<AuditEntry, 'type' | 'subject' | 'reason' | 'changes'> & { readonly code?: string };

/** Returns the audit entry of a use of the command line. */
export function useEntry({ type, subject, reason, changes, code = 'ok' }: Use, now: number): AuditEntry {
  const actor = systemUser();
  return { at: now, actor, type, commandId: null, reason, code, seq: null, subject, changes, address: null };
}

/** Writes a use of the command line to the audit. */
export async function auditUse(executor: Pick<Executor, 'run'>, use: Use): Promise<void> {
  const now = SYSTEM_CLOCK.now();
  await executor.run(SYSTEM_PRINCIPAL, now, (context) => context.write(audit, useEntry(use, now)));
}

/**
 * Opens the database and writes a use to its audit, after what was done, which it never undoes: says so where it cannot be
 * written. A database of another version is left as it is.
 */
export async function recordUse(config: GatewayConfig, use: Use): Promise<void> {
  const { databasePath } = config;
  try {
    if (missingMigrations(databasePath, appliedMigrations(databasePath)).length > 0) return;
    await withDatabase(config, ({ executor }) => auditUse(executor, use), PATIENCE_MS);
  } catch (error) {
    complain(`warning: not written to the audit: ${error instanceof Error ? error.message : String(error)}`);
  }
}
