/**
 * What people write who try to run code in the windows of others. Each sets `window.ran` if it runs. None is marked as code in the
 * way that messages are, and none is an address that becomes a link.
 */
export const MARKUP: readonly string[] = [
  '<script>window.ran=1</script>',
  '<ScRiPt/x>window.ran=1</sCrIpT >',
  '</textarea><script>window.ran=1</script>',
  '"><script>window.ran=1</script>',
  '<<script>window.ran=1//<</script>',
  '<img src=x onerror=window.ran=1>',
  '<img src="x" onerror="window.ran=1" />',
  '<IMG SRC=javascript:window.ran=1>',
  '<svg onload=window.ran=1>',
  '<svg><script>window.ran=1</script></svg>',
  '<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>',
  '<body onload=window.ran=1>',
  '<iframe src="javascript:window.ran=1"></iframe>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<object data="data:text/html,<script>window.ran=1</script>"></object>',
  '<embed src="javascript:window.ran=1">',
  '<input autofocus onfocus=window.ran=1>',
  '<details open ontoggle=window.ran=1>',
  '<video><source onerror=window.ran=1></video>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.ran=1>',
  '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
  '<a href="javascript:window.ran=1">press</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">press</a>',
  '<form action="javascript:window.ran=1"><button>press</button></form>',
  '<base href="//evil.invalid/">',
  '<meta http-equiv="refresh" content="0;url=javascript:window.ran=1">',
  '<link rel="stylesheet" href="//evil.invalid/x.css">',
  '<style>@import "//evil.invalid/x.css";</style>',
  '<div style="background:url(javascript:window.ran=1)">',
  'javascript:window.ran=1',
  '{{constructor.constructor("window.ran=1")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what somebody wrote
  '${window.ran=1}',
  '&lt;script&gt;window.ran=1&lt;/script&gt;',
  '&#60;img src=x onerror=window.ran=1&#62;',
  '\\u003cscript\\u003ewindow.ran=1\\u003c/script\\u003e',
  '%3Cscript%3Ewindow.ran=1%3C/script%3E',
  '<!--><img src=x onerror=window.ran=1>-->',
  '<![CDATA[<script>window.ran=1</script>]]>',
  "'-window.ran=1-'",
  '[press](javascript:window.ran=1)',
];

/** The same as texts of messages of at most so many characters, one to a line. */
export function markupMessages(limit: number): string[] {
  const messages: string[] = [];
  for (const line of MARKUP) {
    const last = messages.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= limit)
      messages[messages.length - 1] = `${last}\n${line}`;
    else messages.push(line);
  }
  return messages;
}
