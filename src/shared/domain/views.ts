import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';

/** The pages that have saved views. Each names its filters, sort orders and columns itself. */
export const VIEW_PAGES = ['inventory', 'orders', 'chat'] as const;
export type ViewPage = (typeof VIEW_PAGES)[number];

/** A column that a view shows, and its width, px; null for the usual one. */
export const ViewColumn = z.object({
  id: z.string().min(1).max(40),
  width: z.int().min(40).max(800).nullable(),
});
export type ViewColumn = z.infer<typeof ViewColumn>;

/**
 * What a view shows. A page reads what it knows and takes its defaults for the rest, so that no view breaks when a filter or a
 * record that a filter names is gone.
 */
export const ViewContent = z.object({
  filters: z.array(z.object({ name: z.string().min(1).max(40), value: z.string().max(300) })).max(20),
  /** null for the page's usual order. */
  sort: z.object({ by: z.string().min(1).max(40), direction: z.enum(['asc', 'desc']) }).nullable(),
  /** The columns from left to right; null for those that the user has chosen. */
  columns: z.array(ViewColumn).max(40).nullable(),
});
export type ViewContent = z.infer<typeof ViewContent>;

/** The name of a view. */
export const ViewName = z.string().trim().min(1, 'Enter a name.').max(80);

/** A saved view of a page. Whoever is not its owner sees it only while it is shared. */
export const View = z.object({
  id: Id,
  page: z.enum(VIEW_PAGES),
  name: z.string().min(1).max(80),
  ownerId: Id,
  ownerName: z.string().max(200),
  shared: z.boolean(),
  ...ViewContent.shape,
  /** The number of its changes. A change names the version that it was made on. */
  version: z.int().min(1),
  changedBy: z.string().max(200),
  changedAt: Timestamp,
});
export type View = z.infer<typeof View>;

/** Views that one person may own, and views that may be shared. */
export const MAX_OWN_VIEWS = 100;
export const MAX_SHARED_VIEWS = 200;

/** Views of the page `chat`, its saved folders, that one person may own, and that the inbox shows. */
export const MAX_FOLDERS = 30;

/** A change of a view. */
export const ViewChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('save'), name: z.string(), content: ViewContent }),
  z.object({ kind: z.literal('rename'), name: z.string() }),
  z.object({ kind: z.literal('share'), shared: z.boolean() }),
]);
export type ViewChange = z.infer<typeof ViewChange>;

/** Who changes a view, and when, ms. */
export interface ViewChanger {
  readonly name: string;
  readonly now: number;
}

/** Returns the view after a change: its next version. */
export function changeView(view: View, change: ViewChange, { name: changedBy, now }: ViewChanger): View {
  const next = { ...view, version: view.version + 1, changedBy, changedAt: now };
  switch (change.kind) {
    case 'save':
      return { ...next, name: change.name, ...change.content };
    case 'rename':
      return { ...next, name: change.name };
    case 'share':
      return { ...next, shared: change.shared };
  }
}

/** Whether a user sees a view. */
export function seesView(view: Pick<View, 'ownerId' | 'shared'>, userId: string): boolean {
  return view.shared || view.ownerId === userId;
}

/** Whether a user may change a view: their own, or a shared one if they may share views. */
export function mayChangeView(
  view: Pick<View, 'ownerId' | 'shared'>,
  userId: string,
  maySharedViews: boolean,
): boolean {
  return view.ownerId === userId || (view.shared && maySharedViews);
}

/** Whether two views show the same. */
export function sameContent(a: ViewContent, b: ViewContent): boolean {
  const filters = ({ filters: list }: ViewContent): string =>
    JSON.stringify(
      list.map(({ name, value }) => [name, value]).sort(([x = ''], [y = '']) => (x < y ? -1 : x > y ? 1 : 0)),
    );
  const columns = ({ columns: list }: ViewContent): string =>
    JSON.stringify(list?.map(({ id, width }) => [id, width]) ?? null);
  return (
    filters(a) === filters(b) &&
    a.sort?.by === b.sort?.by &&
    a.sort?.direction === b.sort?.direction &&
    columns(a) === columns(b)
  );
}
