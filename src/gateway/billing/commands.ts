import { changeOf, MAX_MONTH_TERMS, planAt, planOf, withoutInvoice } from '#shared/domain/billing.ts';
import { usagePeriod } from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { listTerms, openCredits, readCredit, readInvoice } from './queries.ts';

/** The most changes of plan that are kept: one a day for years. */
const MAX_TERMS = 2_000;
/** The most credits of which something is left. */
const MAX_CREDITS = 100;

/** Handlers of the commands on billing. */
export const billingHandlers: GatewayModule['commands'] = {
  'billing.change_plan': (context, { plan, when, seen }) => {
    const { sql, config, now } = context;
    const terms = listTerms(sql);
    const latest = terms.at(-1)?.startsAt ?? null;
    if (!planOf(plan)) refuse('unknown_plan', {}, { field: 'plan' });
    if (latest !== seen) refuse('plan_changed', {}, { field: 'seen', current: terms.at(-1) ?? null });
    if (terms.length >= MAX_TERMS) refuse('plan_changes_many', { max: MAX_TERMS });
    const { current, next } = planAt(terms, now);
    const { from: monthStart, to: monthEnd } = usagePeriod(now, workspaceTimeZone(sql, config));
    if (terms.filter(({ startsAt }) => startsAt >= monthStart).length >= MAX_MONTH_TERMS)
      refuse('plan_changes_month', { max: MAX_MONTH_TERMS });
    const startsAt = when === 'now' || current === null ? now : monthEnd;
    const change = changeOf(terms, plan, startsAt, now);
    if (change.term === null && next === null) refuse('plan_same', {}, { field: 'plan' });
    context.emit('billing.plan_changed', change);
    return { from: change.term?.startsAt ?? current?.startsAt ?? now };
  },

  'billing.add_credit': (context, { creditId: id, ...credit }) => {
    const { sql, now } = context;
    if (readCredit(sql, id)) refuse('credit_exists', {}, { field: 'creditId' });
    if (openCredits(sql).length >= MAX_CREDITS) refuse('credits_many', { max: MAX_CREDITS });
    context.emit('billing.credited', { credit: { id, ...credit, remaining: credit.amount, at: now } });
    return {};
  },

  'billing.settle_invoice': (context, { invoiceId, state }) => {
    const { sql, now } = context;
    const invoice = readInvoice(sql, invoiceId);
    if (!invoice) refuse('unknown_invoice', {}, { field: 'invoiceId' });
    if (invoice.state !== 'open') refuse('invoice_settled', {}, { field: 'state', current: invoice });
    const used = [...new Set(invoice.lines.flatMap(({ creditId }) => creditId ?? []))];
    const credits = used.flatMap((id) => readCredit(sql, id) ?? []);
    context.emit('billing.invoice_settled', {
      invoice: { ...invoice, state, settledAt: now },
      credits: state === 'void' ? withoutInvoice(invoice, credits) : [],
    });
    return {};
  },
};
