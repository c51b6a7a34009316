import { useQuery } from '@tanstack/react-query';
import { Settings2, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useCan } from '../../stores/session.ts';

const NONE: readonly ListedMacro[] = [];

/** The macros that the user sees, by name. */
export function useMacros(enabled = true): readonly ListedMacro[] {
  const allowed = useCan('canned:read');
  const query = useQuery({
    queryKey: ['canned', 'macros'],
    queryFn: () => bridge.call('canned.macros', {}),
    enabled: enabled && allowed,
  });
  return query.data?.macros ?? NONE;
}

/** The macros, in the head of a conversation. */
export function MacroMenu({ onRun }: { readonly onRun: (macro: ListedMacro) => void }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const allowed = useCan('canned:read');
  const macros = useMacros();
  if (!allowed) return null;
  const item = (macro: ListedMacro): MenuItem => ({
    key: macro.id,
    label: macro.name,
    icon: <Zap size={14} aria-hidden />,
    hint: t('canned.macro.steps', { count: macro.actions.length }),
    run: () => onRun(macro),
  });
  const none: MenuItem = {
    key: 'none',
    label: t('canned.macro.none'),
    disabled: true,
    run: () => undefined,
  };
  const edit: MenuItem = {
    key: 'edit',
    label: t('canned.macro.edit'),
    icon: <Settings2 size={14} aria-hidden />,
    run: () => void navigate('/canned?tab=macros'),
  };
  return (
    <Menu
      label={t('canned.macro.menu')}
      groups={[macros.length === 0 ? [none] : macros.map(item), [edit]]}
      trigger={
        <Button size="sm" variant="ghost" icon={Zap}>
          {t('canned.macro.menu')}
        </Button>
      }
    />
  );
}
