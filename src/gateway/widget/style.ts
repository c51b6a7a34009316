import type { Branding } from '#shared/domain/branding.ts';
import { brandStyle } from './branding.ts';
import { RATING_STYLE } from './rating.ts';

/** The page's style. It follows the system's light or dark theme and is readable at a width of 320 px and at 200 % zoom. */
const STYLE = `:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --panel: #ffffff; --text: #1a1f29; --muted: #565f70; --line: #c4cad4;
  --accent: #1f5fbf; --on-accent: #ffffff; --edge: #1f5fbf; --theirs: #e9edf4; --problem: #a8201a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b; --panel: #1b2029; --text: #e8ebf1; --muted: #a3adbd; --line: #4a5466;
    --accent: #7fb0ff; --on-accent: #0d1a2e; --edge: #7fb0ff; --theirs: #2a313e; --problem: #ff9d96;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; -webkit-text-size-adjust: 100%; }
.widget { max-width: 480px; min-height: 100vh; min-height: 100dvh; margin: 0 auto; padding: 0 16px 16px; display: flex; flex-direction: column; gap: 12px; background: var(--panel); }
.widget:has(#talk:not([hidden])) { height: 100vh; height: 100dvh; overflow-y: auto; }
@media (min-width: 600px) { .widget { border-inline: 1px solid var(--line); } }
header { margin-inline: -16px; padding: 14px 16px 12px; background: var(--accent); color: var(--on-accent); border-block-end: 1px solid var(--edge); }
h1 { margin: 0; font-size: 20px; line-height: 1.3; overflow-wrap: anywhere; }
header p { margin: 2px 0 0; font-size: 13px; display: flex; align-items: center; gap: 6px; }
header p:empty { position: absolute; }
#state[data-state]::before { content: ''; width: 8px; height: 8px; flex: none; border-radius: 50%; border: 1.5px solid currentColor; }
#state[data-state=live]::before { background: currentColor; }
#state[data-state='']::before { display: none; }
#start, #start p, #verify p { margin: 2px 0 0; }
label { font-weight: 600; margin-top: 10px; }
#start > label, #verify > label { display: block; }
::placeholder { color: var(--muted); opacity: 1; }
.optional { font-weight: 400; color: var(--muted); }
input, textarea { font: inherit; font-size: 16px; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; width: 100%; }
textarea { resize: vertical; field-sizing: content; min-height: 62px; max-height: 32vh; }
[aria-invalid=true] { border-color: var(--problem); }
button { font: inherit; font-weight: 600; padding: 8px 13px; border: 1px solid var(--edge); border-radius: 6px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button:disabled { opacity: 0.6; cursor: default; }
button.quiet { background: none; border-color: transparent; color: var(--muted); font-weight: 400; text-decoration: underline; padding: 6px; }
#start button, #verify button[type=submit] { margin-top: 10px; }
button { min-height: 40px; }
:focus-visible { outline: 2px solid var(--edge); outline-offset: 2px; }
#talk { display: flex; flex-direction: column; flex: 1; gap: 8px; min-height: 0; }
#log { flex: 1 1 0; min-height: 160px; overflow-y: auto; }
#messages { list-style: none; margin: 0; padding: 4px; display: flex; flex-direction: column; gap: 8px; }
#messages li { max-width: 85%; padding: 8px 12px; border-radius: 14px; border-end-start-radius: 4px; align-self: flex-start; background: var(--theirs); overflow-wrap: anywhere; white-space: pre-wrap; }
#messages li.mine { align-self: flex-end; border-radius: 14px; border-end-end-radius: 4px; background: var(--accent); color: var(--on-accent); box-shadow: inset 0 0 0 1px var(--edge); }
#messages .by { display: block; font-size: 12px; }
#messages .masked { display: block; margin-top: 4px; font-size: 13px; font-style: italic; }
#messages .body { display: block; unicode-bidi: plaintext; }
#messages .large { font-size: 32px; line-height: 1.25; }
#messages code { font: 0.92em/1.4 ui-monospace, monospace; border: 1px solid; border-radius: 4px; padding: 0 4px; }
#messages code.block { display: block; margin: 4px 0; padding: 6px 8px; border-radius: 6px; }
#messages .link { color: inherit; text-decoration: underline; text-underline-offset: 2px; }
#messages .leads { display: block; font-size: 13px; font-weight: 600; }
#receipt { margin: 2px 6px 0; text-align: end; font-size: 12px; color: var(--muted); }
#left:empty { position: absolute; }
#left { flex: 1 0 100%; margin: 0; font-size: 13px; color: var(--muted); }
#left.over { color: var(--problem); font-weight: 600; }
#start #greeting { margin: 4px 0 6px; font-size: 18px; line-height: 1.35; }
#slowed { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 12px; border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; font-size: 14px; }
#slowed p { margin: 0; }
#messages li.removed .body { font-style: italic; }
#place { margin: 0; padding: 8px 12px; font-size: 14px; border: 1px solid var(--line); border-radius: 8px; }
#typing { margin: 0; min-height: 1.45em; color: var(--muted); font-size: 13px; }
#write { display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-end; }
#write textarea { flex: 1 1 60%; width: auto; min-width: 0; }
#files { flex: 1 0 100%; list-style: none; margin: 0; padding: 0; display: grid; gap: 4px; }
#files:empty { display: none; }
#files li { display: flex; gap: 8px; align-items: center; font-size: 13px; border: 1px solid var(--line); border-radius: 6px; padding: 2px 8px; }
#files li span { flex: 1; min-width: 0; overflow-wrap: anywhere; }
#files progress { width: 80px; accent-color: var(--edge); }
#messages .file { display: block; margin-top: 4px; font-size: 14px; }
#messages .file a { color: inherit; }
#messages .file img { display: block; max-width: 100%; max-height: 320px; margin-top: 4px; border-radius: 6px; }
button.look { margin-inline-start: 8px; padding: 2px 8px; font-size: 13px; background: var(--panel); color: var(--text); border: 1px solid var(--line); }
#ending { display: flex; flex-wrap: wrap; gap: 8px; border: 1px solid var(--line); border-radius: 8px; padding: 12px; }
#ending p { flex: 1 0 100%; margin: 0; }
.foot { flex: 1 0 100%; display: flex; justify-content: space-between; }
#attach, #end { padding-inline: 0; }
#end { margin-inline-start: auto; }
#ending-title { font-weight: 600; }
button.danger { background: none; color: var(--problem); border-color: currentColor; }
#problem { color: var(--problem); margin: 0; }
${RATING_STYLE}.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Returns the page's style, in the shop's colour. */
export function styleOf(branding: Branding): string {
  return `${STYLE}${brandStyle(branding)}`;
}
