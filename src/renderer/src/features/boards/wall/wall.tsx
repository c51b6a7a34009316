import { Pause } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { STANDARD_BOARD } from '#shared/domain/boards.ts';
import { Page } from '../../../components/page.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { cx } from '../../../lib/cx.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useFirstBoard } from '../../../stores/first-board.ts';
import { BoardGrid } from '../grid.tsx';
import { scopeIn } from '../scope.ts';
import { useScopeText } from '../scope-text.ts';
import { useBoards, useShownBoard } from '../use-boards.ts';
import { wallIn } from './address.ts';
import { useFit } from './use-fit.ts';
import { useWakeLock } from './use-wake-lock.ts';

/** The shortest time that an address may ask for, s; the dialog offers longer ones. */
const LEAST_SECONDS = 0.2;
/** How long a wall stands still after a pointer or key was used, ms. */
const PAUSE_MS = 20_000;

/** Returns which turn it is, and whether the wall stands still because somebody is at it. */
function useTurns(ms: number): { readonly turn: number; readonly paused: boolean } {
  const [turn, setTurn] = useState(0);
  const [paused, setPaused] = useState(false);
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => setTurn((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms, paused]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const pause = (): void => {
      setPaused(true);
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => setPaused(false), PAUSE_MS);
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, pause, { passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, pause);
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return { turn, paused };
}

/** Boards in turn on the whole screen, for a screen on the wall: large, without controls. Escape ends it. */
export default function WallPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const address = params.toString();
  const scope = useMemo(() => scopeIn(new URLSearchParams(address)), [address]);
  const { boards: chosen, seconds } = useMemo(
    () => wallIn(new URLSearchParams(address), LEAST_SECONDS),
    [address],
  );
  const boards = useBoards();
  const first = useFirstBoard();
  const shown = useShownBoard(boards);
  const { turn, paused } = useTurns(seconds * 1000);
  useWakeLock();
  // Boards that are gone meanwhile are left out.
  const ids = chosen.filter((id) => id === STANDARD_BOARD || boards?.some((board) => board.id === id));
  const board = shown(ids[turn % Math.max(1, ids.length)] ?? first);
  const said = useScopeText(scope);
  const fit = useFit(board.widgets, turn, seconds * 1000, paused);
  const root = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const wall = root.current;
    const behind = document.getElementById('root');
    // What is behind the wall is neither seen nor reached.
    behind?.setAttribute('inert', '');
    wall?.focus();
    // Refused without a gesture, as when the wall starts by its address; it then fills the window.
    wall?.requestFullscreen?.().catch(() => undefined);
    const end = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') void navigate('/live');
    };
    // Full screen takes Escape for itself, and then tells.
    const left = (): void => {
      if (document.fullscreenElement === null) void navigate('/live');
    };
    window.addEventListener('keydown', end);
    document.addEventListener('fullscreenchange', left);
    return () => {
      behind?.removeAttribute('inert');
      window.removeEventListener('keydown', end);
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, [navigate]);
  return (
    <Page title={t('live.title')}>
      {createPortal(
        <main
          ref={root}
          tabIndex={-1}
          aria-label={t('boards.wall.title')}
          data-wall={turn}
          className={cx(
            'fixed inset-0 z-30 flex flex-col bg-canvas focus-visible:outline-none',
            !paused && 'cursor-none',
          )}
        >
          <WallHead name={board.name} said={said} paused={paused} />
          <div ref={fit.measure} className="min-h-0 flex-1 overflow-auto p-3" key={board.id}>
            <div className="q-wall" style={{ zoom: fit.zoom }}>
              {boards !== undefined && <BoardGrid widgets={board.widgets} scope={scope} editing={false} />}
            </div>
          </div>
        </main>,
        document.body,
      )}
    </Page>
  );
}

/** The name of the board, its period and place, the time, and whether what is shown is live. */
function WallHead({
  name,
  said,
  paused,
}: {
  readonly name: string;
  readonly said: string;
  readonly paused: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const now = useNow();
  return (
    <header className="flex shrink-0 items-center gap-4 border-b border-line bg-surface px-5 py-2.5 text-xl">
      <h1 dir="auto" className="min-w-0 truncate font-semibold">
        {name}
      </h1>
      <span dir="auto" className="min-w-0 flex-1 truncate text-md text-ink-2">
        {said}
      </span>
      {paused && (
        <span className="flex items-center gap-1.5 text-md text-ink-2">
          <Pause size={16} aria-hidden />
          {t('boards.wall.paused')}
        </span>
      )}
      <span className={cx('flex items-center gap-2 text-md font-medium', live ? 'text-ok' : 'text-crit')}>
        <span aria-hidden className={cx('size-2.5 rounded-full', live ? 'bg-ok' : 'bg-crit')} />
        {live ? t('boards.wall.live') : t('boards.wall.notLive')}
      </span>
      <time className="font-semibold">{format.time(now)}</time>
    </header>
  );
}
