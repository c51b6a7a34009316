import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useCan } from '../../stores/session.ts';
import { ForecastView } from './forecast/forecast-view.tsx';
import { ListView } from './list/list-view.tsx';

type View = 'list' | 'forecast';

/** What to order, or how good the forecast behind it is. */
export default function ReorderPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('reorder:read');
  const [params, setParams] = useSearchParams();
  const view: View = params.get('view') === 'forecast' ? 'forecast' : 'list';
  const onView = (next: View): void =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === 'forecast') after.set('view', 'forecast');
      else after.delete('view');
      return after;
    });
  return (
    <Page
      title={t('reorder.title')}
      actions={
        <Segmented<View>
          value={view}
          label={t('reorder.views.label')}
          segments={[
            { value: 'list', label: t('reorder.views.list') },
            { value: 'forecast', label: t('reorder.views.forecast') },
          ]}
          onChange={onView}
        />
      }
    >
      {!allowed ? (
        <NoPermission permission="reorder:read" />
      ) : view === 'forecast' ? (
        <ForecastView />
      ) : (
        <ListView />
      )}
    </Page>
  );
}
