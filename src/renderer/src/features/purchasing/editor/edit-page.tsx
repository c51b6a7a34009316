import { SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Purchase } from '#shared/domain/purchasing.ts';
import type { Supplier } from '#shared/domain/suppliers.ts';
import { Button } from '../../../components/button.tsx';
import { type ConflictField, ConflictNote } from '../../../components/conflict-note.tsx';
import { BackLink, RecordPage } from '../../../components/record-page.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePurchase } from '../use-purchase.ts';
import { DraftEditor } from './draft-editor.tsx';
import { type DraftForm, draftData, draftFormOf, EMPTY_DRAFT, totalOf } from './draft-form.ts';
import { Problem } from './problem.tsx';

/** Changes of drafts that were begun and not sent, by order. */
const CHANGES = formKind(
  'purchasing.edit_order',
  { ...EMPTY_DRAFT, expected: null },
  ({ expected }) => expected === null,
);

/** Changes a draft. */
export default function EditPurchasePage(): ReactNode {
  const { t } = useTranslation();
  const { purchaseId = '' } = useParams();
  const query = usePurchase(purchaseId);
  const title = t('purchasing.order', { number: query.data?.purchase?.number ?? '' });
  return (
    <RecordPage title={title} permission="purchasing:write" query={query}>
      {({ purchase, supplier }) => (
        <div className="h-full overflow-auto p-4">
          <div className="mx-auto max-w-[1180px]">
            <BackLink to={`/purchasing/${encodeURIComponent(purchaseId)}`} className="mb-3 min-h-[30px]">
              {title}
            </BackLink>
            {purchase === null || supplier === null || purchase.status !== 'draft' ? (
              <EmptyState
                icon={SearchX}
                title={t('purchasing.editor.noDraft')}
                body={t('purchasing.editor.noDraftBody')}
              />
            ) : (
              <Editor key={purchase.id} purchase={purchase} supplier={supplier} />
            )}
          </div>
        </div>
      )}
    </RecordPage>
  );
}

function Editor({
  purchase,
  supplier,
}: {
  readonly purchase: Purchase;
  readonly supplier: Supplier;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [checked, setChecked] = useState(false);
  const [start] = useState(() => ({ ...draftFormOf(purchase), expected: purchase.version }));
  const kept = useForm(CHANGES, purchase.id, ({ note, lines, expected }) => ({
    ...{ purchaseId: purchase.id, note: note.trim() || null, expected },
    lines: lines.slice(0, 1),
  }));
  const form = kept.value.expected === null ? start : kept.value;
  const leave = (): void => {
    kept.clear();
    void navigate(`/purchasing/${encodeURIComponent(purchase.id)}`, { replace: true });
  };
  const decision = useDecision('purchasing.edit_order', leave);
  const current = Purchase.safeParse(decision.refusal?.current).data ?? null;
  const fields = useDifferences(form, current, supplier.currency);
  const send = (expected: number): void => {
    setChecked(true);
    const data = draftData(form, supplier.currency);
    if (data !== null) void decision.send({ purchaseId: purchase.id, expected, ...data });
  };
  return (
    <DraftEditor
      supplier={supplier}
      form={form}
      checked={checked}
      problem={
        current === null || current.status !== 'draft' ? (
          <Problem text={decision.problem} />
        ) : (
          <ConflictNote
            title={t('purchasing.editor.conflict')}
            fields={fields}
            onMine={() => send(current.version)}
            onTheirs={leave}
          />
        )
      }
      onChange={(change) => kept.change({ ...form, ...change })}
      actions={
        <>
          <Button
            variant="primary"
            busy={decision.busy}
            onClick={() => send(form.expected ?? purchase.version)}
          >
            {t('common.save')}
          </Button>
          <Button onClick={leave}>{t('common.cancel')}</Button>
        </>
      }
    />
  );
}

/** Returns the fields in which a form differs from the order as it stands now. */
function useDifferences(form: DraftForm, current: Purchase | null, currency: string): ConflictField[] {
  const { t } = useTranslation();
  const format = useFormat();
  if (current === null) return [];
  const theirs = draftFormOf(current);
  const linesText = ({ lines }: DraftForm): string =>
    [
      t('purchasing.about.lines', { count: lines.length, formatted: format.integer(lines.length) }),
      format.money(totalOf(lines, currency), currency),
    ].join(' · ');
  const all: ConflictField[] = [
    { label: t('purchasing.lines'), mine: linesText(form), theirs: linesText(theirs) },
    { label: t('purchasing.expected'), mine: form.expectedOn, theirs: theirs.expectedOn },
    { label: t('purchasing.note'), mine: form.note, theirs: theirs.note },
  ];
  return all.filter(({ mine, theirs: other }) => mine !== other);
}
