import { RotateCw, TriangleAlert } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { EmptyState, SkeletonRows } from '../components/states.tsx';

function Crashed({ error, reset }: { readonly error: unknown; readonly reset: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={TriangleAlert}
        title={t('states.crashed')}
        body={
          <>
            <p>{t('states.crashedBody')}</p>
            <p className="mt-2 font-mono text-2xs break-all text-ink-3">
              {t('states.crashedDetail', { message: error instanceof Error ? error.message : String(error) })}
            </p>
          </>
        }
        action={
          <>
            <Button icon={RotateCw} onClick={reset}>
              {t('common.tryAgain')}
            </Button>
            <Button variant="ghost" onClick={() => window.location.reload()}>
              {t('states.reload')}
            </Button>
          </>
        }
      />
    </div>
  );
}

/**
 * Contains a page's errors, so that the rest of the window keeps working. Shows a skeleton while the page's code loads.
 */
export function PageBoundary({
  children,
  resetKey,
}: {
  readonly children: ReactNode;
  readonly resetKey: string;
}): ReactNode {
  return (
    <ErrorBoundary
      resetKeys={[resetKey]}
      fallbackRender={({ error, resetErrorBoundary }) => <Crashed error={error} reset={resetErrorBoundary} />}
    >
      <Suspense fallback={<SkeletonRows className="p-3" />}>{children}</Suspense>
    </ErrorBoundary>
  );
}
