import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Branding, MAX_GREETING, MAX_SHOP_NAME } from '#shared/domain/branding.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import {
  type BrandingForm,
  brandingFrom,
  EMPTY_BRANDING,
  formOf,
  USUAL_COLOUR,
  wrongFields,
} from './branding-form.ts';
import { BrandingPreview } from './branding-preview.tsx';

const TEXTS = ['name', 'greetingEn', 'greetingDe'] as const;
const FIELDS = ['name', 'colour', 'greetingEn', 'greetingDe'] as const;

/** Changes of the look that were begun and not sent. */
const CHANGES = formKind('admin.set_branding', EMPTY_BRANDING, ({ seen }) => seen === null);

/** How the customer page looks: the shop's name, colour and greeting. Administrators see and change it. */
export function BrandingPanel(): ReactNode {
  const mayChange = useCan('admin:settings');
  const mayRead = useCan('admin:read');
  const query = useQuery({
    queryKey: ['admin', 'branding'],
    queryFn: () => bridge.call('admin.branding', {}),
    enabled: mayRead,
  });
  if (!mayChange || !query.data) return null;
  return <Form stored={query.data.branding} />;
}

function Form({ stored }: { readonly stored: Branding }): ReactNode {
  const { t } = useTranslation();
  const [checked, setChecked] = useState(false);
  const kept = useForm(CHANGES, 'branding', ({ seen }) => ({ seen }));
  const edited = kept.value.seen !== null;
  const form = edited ? kept.value : formOf(stored);
  const branding = brandingFrom(form);
  const reset = (): void => {
    kept.clear();
    setChecked(false);
  };
  const decision = useDecision('admin.set_branding', () => {
    reset();
    toast({ tone: 'ok', title: ({ t: say }) => say('settings.branding.saved') });
  });
  const current = Branding.safeParse(decision.refusal?.current).data ?? null;
  const wrong = checked ? wrongFields(form) : new Set<string>();
  const change = (part: Partial<BrandingForm>): void =>
    kept.change({ ...form, seen: form.seen ?? stored, ...part });
  const send = (seen: Branding): void => {
    setChecked(true);
    if (branding) void decision.send({ branding, seen });
  };
  return (
    <Panel title={t('settings.branding.title')} bodyClassName="p-3">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(form.seen ?? stored);
        }}
      >
        {current !== null && (
          <ConflictNote
            title={t('settings.branding.conflict')}
            fields={FIELDS.map((field) => ({
              label: t(`settings.branding.${field}`),
              mine: form[field],
              theirs: formOf(current)[field],
            })).filter(({ mine, theirs }) => mine !== theirs)}
            onMine={() => send(current)}
            onTheirs={reset}
          />
        )}
        {TEXTS.slice(0, 1).map((field) => (
          <TextField key={field} {...{ field, form, wrong, change }} />
        ))}
        <Field
          label={t('settings.branding.colour')}
          hint={t('settings.branding.colourHint')}
          error={wrong.has('colour') ? t('settings.branding.wrong.colour') : null}
        >
          {(props) => (
            <span className="flex items-center gap-2">
              <input
                type="color"
                aria-label={t('settings.branding.pick')}
                value={brandingFrom({ ...EMPTY_BRANDING, colour: form.colour })?.colour ?? USUAL_COLOUR}
                onChange={(event) => change({ colour: event.target.value })}
                className="h-[30px] w-10 shrink-0 rounded-md border border-line-strong bg-surface p-0.5"
              />
              <Input
                {...props}
                dir="ltr"
                autoComplete="off"
                spellCheck={false}
                maxLength={20}
                placeholder={USUAL_COLOUR}
                value={form.colour}
                onChange={(event) => change({ colour: event.target.value })}
              />
            </span>
          )}
        </Field>
        {TEXTS.slice(1).map((field) => (
          <TextField key={field} {...{ field, form, wrong, change }} />
        ))}
        <BrandingPreview form={form} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p role="status" className="min-w-0 flex-1 text-xs text-crit">
            {current === null && decision.problem}
          </p>
          {edited && <Button onClick={reset}>{t('settings.branding.discard')}</Button>}
          <Button type="submit" variant="primary" disabled={!edited || decision.busy}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function TextField({
  field,
  form,
  wrong,
  change,
}: {
  readonly field: (typeof TEXTS)[number];
  readonly form: BrandingForm;
  readonly wrong: ReadonlySet<string>;
  readonly change: (part: Partial<BrandingForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Field
      label={t(`settings.branding.${field}`)}
      error={wrong.has(field) ? t('settings.branding.wrong.text') : null}
    >
      {(props) => (
        <Input
          {...props}
          autoComplete="off"
          maxLength={field === 'name' ? MAX_SHOP_NAME : MAX_GREETING}
          placeholder={t(`settings.branding.usual.${field}`)}
          value={form[field]}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
}
