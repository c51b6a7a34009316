import { makeNonce, securityHeaders } from '../policy.ts';
import { PAGE } from './address.ts';
import type { Say } from './texts.ts';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Returns the page that says that the window stopped working. It has no script, so that nothing in it can fail. */
export function stoppedPage(say: Say, log: string): Response {
  const nonce = makeNonce();
  const title = escapeHtml(say('stoppedTitle'));
  const html = `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${title} · Quayside</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: 2rem; font: 15px/1.5 system-ui; }
main { max-width: 34rem; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(say('stoppedDetail', { log }))}</p>
<p><a href="${PAGE}">${escapeHtml(say('tryAgain'))}</a></p>
</main>
</body>
</html>
`;
  return new Response(html, {
    headers: {
      ...securityHeaders(nonce),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
}
