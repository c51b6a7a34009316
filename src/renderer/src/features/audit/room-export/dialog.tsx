import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/domain/admin.ts';
import { type FoundRoom, ROOM_EXPORT_FORMATS, type RoomExportFormat } from '#shared/domain/room-exports.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Select, TextArea } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { type ExportForm, type RoomExportWork, useRoomExport } from './use-room-export.ts';

/** The longest reason, as the gateway takes it. */
const MAX_REASON = 500;

/** Exports a private room: whose, and why; then which of theirs, and as what. Its members are told. */
export default function RoomExportDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const [form, setForm] = useState<ExportForm>({ userId: '', reason: '' });
  const [roomId, setRoomId] = useState<string | null>(null);
  const [format, setFormat] = useState<RoomExportFormat>('html');
  const [checked, setChecked] = useState(false);
  const work = useRoomExport(onClose);
  const reason = form.reason.trim();
  const begun = work.found !== null;
  const submit = (): void => {
    setChecked(true);
    if (form.userId === '' || reason === '') return;
    if (!begun) work.find({ userId: form.userId, reason });
    else if (roomId !== null) work.save(roomId, reason, format);
  };
  return (
    <FormDialog
      title={t('audit.rooms.title')}
      description={t('audit.rooms.explain')}
      action={t(begun ? 'audit.rooms.export' : 'audit.rooms.find')}
      width="md"
      busy={work.busy}
      disabled={begun && roomId === null}
      problem={work.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {begun ? (
        <Rooms
          work={work}
          reason={reason}
          chosen={roomId}
          onChoose={setRoomId}
          onBack={() => {
            setRoomId(null);
            work.reset();
          }}
        />
      ) : (
        <Search form={form} checked={checked} onChange={setForm} />
      )}
      {begun && work.found.length > 0 && (
        <div className="flex flex-col items-start gap-1">
          <Segmented<RoomExportFormat>
            value={format}
            label={t('audit.rooms.format')}
            segments={ROOM_EXPORT_FORMATS.map((value) => ({
              value,
              label: t(`audit.rooms.formats.${value}`),
            }))}
            onChange={setFormat}
          />
          <p className="text-xs text-ink-3">{t('audit.rooms.told')}</p>
        </div>
      )}
      {work.read !== null && (
        <p role="status" className="text-xs text-ink-2">
          {t('audit.rooms.reading', { count: work.read })}
        </p>
      )}
    </FormDialog>
  );
}

/** Everybody, those who have left last: their rooms may be asked for, too. */
function useEverybody(): readonly User[] {
  const { data } = useQuery({ queryKey: ['admin', 'users'], queryFn: () => bridge.call('admin.users', {}) });
  return [...(data?.users ?? [])].sort(
    (a, b) => Number(a.disabledAt !== null) - Number(b.disabledAt !== null) || a.name.localeCompare(b.name),
  );
}

function Search({
  form,
  checked,
  onChange,
}: {
  readonly form: ExportForm;
  readonly checked: boolean;
  readonly onChange: (form: ExportForm) => void;
}): ReactNode {
  const { t } = useTranslation();
  const people = useEverybody().map(({ id, name, disabledAt }) => ({
    value: id,
    label: disabledAt === null ? name : t('audit.rooms.left', { name }),
  }));
  return (
    <>
      <Field
        label={t('audit.rooms.person')}
        error={checked && form.userId === '' ? t('audit.rooms.personMissing') : null}
      >
        {(props) => (
          <Select
            {...props}
            value={form.userId}
            options={[{ value: '', label: t('audit.rooms.choosePerson') }, ...people]}
            onChange={(userId) => onChange({ ...form, userId })}
          />
        )}
      </Field>
      <Field
        label={t('audit.reason')}
        hint={t('audit.rooms.reasonHint')}
        error={checked && form.reason.trim() === '' ? t('audit.rooms.reasonMissing') : null}
      >
        {(props) => (
          <TextArea
            {...props}
            rows={3}
            maxLength={MAX_REASON}
            value={form.reason}
            onChange={(event) => onChange({ ...form, reason: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Rooms({
  work: { found, busy },
  reason,
  chosen,
  onChoose,
  onBack,
}: {
  readonly work: RoomExportWork;
  readonly reason: string;
  readonly chosen: string | null;
  readonly onChoose: (roomId: string) => void;
  readonly onBack: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex items-start justify-between gap-3 rounded-md bg-sunken px-3 py-2">
        <p className="min-w-0 break-words">
          <span className="block text-xs text-ink-3">{t('audit.reason')}</span>
          <span dir="auto">{reason}</span>
        </p>
        <Button size="sm" onClick={onBack} disabled={busy}>
          {t('audit.rooms.change')}
        </Button>
      </div>
      {found?.length === 0 ? (
        <p role="status" className="text-ink-2">
          {t('audit.rooms.none')}
        </p>
      ) : (
        <fieldset disabled={busy}>
          <legend className="mb-1 text-xs font-medium text-ink-2">{t('audit.rooms.which')}</legend>
          <div className="max-h-60 overflow-y-auto rounded-md border border-line">
            {found?.map((room) => (
              <Room
                key={room.id}
                room={room}
                chosen={chosen === room.id}
                onChoose={() => onChoose(room.id)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}

function Room({
  room,
  chosen,
  onChoose,
}: {
  readonly room: FoundRoom;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { members, founder, createdAt, lastMessageAt, archivedAt } = room;
  const facts = [
    t('audit.rooms.founded', { name: founder, time: format.dateTime(createdAt) }),
    lastMessageAt === null
      ? t('audit.rooms.quiet')
      : t('audit.rooms.last', { time: format.dateTime(lastMessageAt) }),
    ...(archivedAt === null ? [] : [t('audit.rooms.archived')]),
  ];
  return (
    <label className="flex items-start gap-2.5 border-b border-line px-2.5 py-2 last:border-0 hover:bg-hover">
      <input type="radio" name="private-room" className="mt-[3px]" checked={chosen} onChange={onChoose} />
      <span className="min-w-0">
        <span dir="auto" className="block break-words">
          {members.join(', ') || t('audit.rooms.nobody')}
        </span>
        {facts.map((fact) => (
          <span key={fact} dir="auto" className="block text-xs text-ink-3">
            {fact}
          </span>
        ))}
      </span>
    </label>
  );
}
