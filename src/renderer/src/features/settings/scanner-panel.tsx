import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { SCANNER_LAYOUTS, SCANNER_SPEEDS } from '../../keyboard/scan-detector.ts';
import { setScanner, useUi } from '../../stores/ui.ts';
import { Choice, Toggle } from './controls.tsx';

/** How this window listens to a scanner. */
export function ScannerPanel(): ReactNode {
  const { t } = useTranslation();
  const scanner = useUi((state) => state.scanner);
  return (
    <Panel title={t('codes.settings.title')} bodyClassName="px-3 pb-3">
      <Toggle
        label={t('codes.settings.on')}
        hint={t('codes.settings.onHint')}
        checked={scanner.on}
        onChange={(on) => setScanner({ on })}
      />
      {scanner.on && (
        <>
          <Choice label={t('codes.settings.speed')}>
            <Segmented
              label={t('codes.settings.speed')}
              value={scanner.speed}
              onChange={(speed) => setScanner({ speed })}
              segments={SCANNER_SPEEDS.map((value) => ({
                value,
                label: t(`codes.settings.speeds.${value}`),
              }))}
            />
          </Choice>
          <p className="pt-1 text-xs text-ink-3 proportional-nums">{t('codes.settings.speedHint')}</p>
          <Choice label={t('codes.settings.layout')}>
            <Segmented
              label={t('codes.settings.layout')}
              value={scanner.layout}
              onChange={(layout) => setScanner({ layout })}
              segments={SCANNER_LAYOUTS.map((value) => ({
                value,
                label: t(`codes.settings.layouts.${value}`),
              }))}
            />
          </Choice>
          <p className="pt-1 text-xs text-ink-3 proportional-nums">{t('codes.settings.layoutHint')}</p>
          <Toggle
            label={t('codes.settings.sound')}
            hint={t('codes.settings.soundHint')}
            checked={scanner.sound}
            onChange={(sound) => setScanner({ sound })}
          />
        </>
      )}
    </Panel>
  );
}
