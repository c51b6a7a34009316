import { type Branding, textOn } from '#shared/domain/branding.ts';
import type { Language } from '#shared/text/language.ts';
import { WIDGET_WORDS } from './words.ts';

/** The colour of the button where the shop has set none: that of the page. */
const USUAL = '#1f5fbf';
/** The size of the window, CSS px. */
const [WIDTH, HEIGHT] = [440, 680];

/** A value in a script. No text in it can end the script or begin another one. */
const literal = (value: string): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * Returns the script that a shop puts into its own pages: it adds a link to the chat page, drawn as a button, where it stands or, with
 * `data-place="corner"`, in the corner. The page opens in a window of its own: in a frame of another site, browsers keep its cookie
 * away, and a page around it could lay something over it. `data-order` fills in the order number. It needs no permission for
 * inline scripts or styles, and nothing of the shop's page reaches the chat but that number.
 */
export function embedIn(language: Language, { name, colour }: Branding): string {
  const words = WIDGET_WORDS[language].page;
  const back = colour ?? USUAL;
  return `(() => {
  const me = document.currentScript;
  if (!me || me.quaysideChat) return;
  me.quaysideChat = true;
  const page = new URL('widget', me.src);
  page.searchParams.set('lang', me.dataset.lang || ${literal(language)});
  if (me.dataset.order) page.searchParams.set('order', me.dataset.order);
  const link = document.createElement('a');
  link.href = page.href;
  link.target = 'quayside-chat';
  link.rel = 'noopener';
  link.lang = ${literal(language)};
  link.textContent = me.dataset.text || ${literal(name === null ? words.title : `${name} – ${words.title}`)};
  Object.assign(link.style, {
    display: 'inline-block', padding: '10px 16px', borderRadius: '999px', font: '600 15px/1.4 system-ui, sans-serif',
    textDecoration: 'none', color: ${literal(textOn(back))}, background: ${literal(back)}, border: '1px solid currentColor',
  });
  if (me.dataset.place === 'corner')
    Object.assign(link.style, { position: 'fixed', insetBlockEnd: '16px', insetInlineEnd: '16px', zIndex: '2147483000' });
  link.addEventListener('click', (event) => {
    // Without the window, such as on a phone, the link opens as any other.
    if (event.ctrlKey || event.metaKey || event.shiftKey || innerWidth < ${WIDTH}) return;
    event.preventDefault();
    open(link.href, '_blank', 'popup,noopener,width=${WIDTH},height=${HEIGHT}');
  });
  if (me.dataset.place === 'corner') document.body.append(link);
  else me.after(link);
})();
`;
}
