import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { type BillingCredit, movedToMonthEnd, planAt } from '#shared/domain/billing.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { sweepBilling } from './close.ts';
import { billingHandlers } from './commands.ts';
import * as m0640 from './migrations/0640-billing.ts';
import { listTerms, readInvoice } from './queries.ts';
import { billingRoutes } from './routes.ts';
import { creditsTable, invoicesTable, planTermsTable } from './tables.ts';

export { listInvoices, listTerms } from './queries.ts';

const removeTerm = perConnection((sql) => tableOn(sql, planTermsTable).remover());

const putCredits = perConnection((sql) => {
  const credits = tableOn(sql, creditsTable);
  return (all: readonly BillingCredit[]): void => {
    for (const credit of all) credits.upsert(credit, {});
  };
});

/** Moves a change of plan that waits for the end of the month to where that is in another zone. */
function moveNext(context: CommandContext): void {
  const { sql, config, now } = context;
  const { next } = planAt(listTerms(sql), now);
  if (next === null) return;
  const term = movedToMonthEnd(next, workspaceTimeZone(sql, config));
  if (term.startsAt !== next.startsAt)
    context.emit('billing.plan_changed', { term, replaces: next.startsAt });
}

/** What the workspace pays: its plan, credits and invoices. Listed after usage, which it prices. */
export const billingModule: GatewayModule = {
  name: 'billing',
  migrations: { '0640-billing': m0640 },
  commands: billingHandlers,
  projection: {
    'billing.plan_changed': ({ sql }, { data: { term, replaces } }) => {
      if (replaces !== null) removeTerm(sql)(replaces);
      if (term !== null) tableOn(sql, planTermsTable).upsert(term, {});
    },
    'billing.credited': ({ sql }, { data: { credit } }) => putCredits(sql)([credit]),
    'billing.invoiced': ({ sql }, { data: { invoice, credits } }) => {
      tableOn(sql, invoicesTable).upsert(invoice, {});
      putCredits(sql)(credits);
    },
    'billing.invoice_settled': ({ sql }, { data: { invoice, credits } }) => {
      tableOn(sql, invoicesTable).upsert(invoice, {});
      putCredits(sql)(credits);
    },
  },
  audited: {
    'billing.plan_changed': (sql, { term, replaces }) => ({
      record: 'plan',
      before: { plan: listTerms(sql).at(-1)?.plan ?? null, startsAt: replaces },
      after: {
        plan: term?.plan ?? listTerms(sql).findLast(({ startsAt }) => startsAt !== replaces)?.plan ?? null,
        startsAt: term?.startsAt ?? null,
      },
    }),
    'billing.credited': (_sql, { credit: { id, amount, currency, reason } }) => ({
      record: `credit:${id}`,
      before: null,
      after: { amount, currency, reason },
    }),
    'billing.invoice_settled': (sql, { invoice: { id, state } }) => ({
      record: `invoice:${id}`,
      before: { state: readInvoice(sql, id)?.state ?? null },
      after: { state },
    }),
  },
  reactions: {
    'admin.setting_changed': (context, { data: { setting } }) => {
      if (setting.key === TIME_ZONE_SETTING) moveNext(context);
    },
  },
  snapshots: { billing: [wholeTable(planTermsTable), wholeTable(creditsTable), wholeTable(invoicesTable)] },
  sweep: sweepBilling,
  routes: billingRoutes,
};
