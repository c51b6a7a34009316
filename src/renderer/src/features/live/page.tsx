import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/page.tsx';
import { useSession } from '../../stores/session.ts';
import { ActivityPanel } from './activity-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { FiguresRow } from './figures-row.tsx';
import { FirstSteps } from './first-steps.tsx';
import { useScope } from './scope.ts';
import { ScopeControls } from './scope-controls.tsx';
import { TopProducts } from './top-products.tsx';

/** The store at a glance: figures, chart, top products, activity. */
export default function LivePage(): ReactNode {
  const { t } = useTranslation();
  const [scope, setScope] = useScope();
  const userKey = useSession((state) => state.session?.user?.id ?? '');
  return (
    <Page title={t('live.title')} actions={<ScopeControls scope={scope} onChange={setScope} />}>
      <div className="@container flex h-full min-h-0 flex-col gap-3 overflow-auto p-3 wide:p-4" key={userKey}>
        <FirstSteps />
        <FiguresRow scope={scope} />
        <div className="grid min-h-[420px] flex-1 grid-cols-[minmax(0,1fr)_320px] gap-3 wide:grid-cols-[minmax(0,1fr)_380px] @max-[860px]:flex-none @max-[860px]:grid-cols-1 @max-[860px]:grid-rows-[680px_420px]">
          <div className="grid min-h-0 grid-rows-[minmax(0,3fr)_minmax(0,2fr)] gap-3">
            <ChartPanel scope={scope} />
            <TopProducts scope={scope} />
          </div>
          <ActivityPanel />
        </div>
      </div>
    </Page>
  );
}
