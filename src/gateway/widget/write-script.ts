import { COUNT_FROM } from '#shared/domain/chat.ts';

/** The part of the page's script about the text that is being written: how long it may be, and that a reload does not lose it. */
export const WRITE_SCRIPT = `
  const DRAFT = 'quayside-draft';
  const COUNT_FROM = ${COUNT_FROM};
  let limit = Infinity;

  /** Shows what is left once that matters. A text that is too long stays, and is not sent. */
  function measure() {
    const { length } = $('body').value.trim();
    const left = limit - length;
    const words = left < 0 ? (left === -1 ? WORDS.overOne : WORDS.over) : left === 1 ? WORDS.leftOne : WORDS.left;
    $('left').textContent = length < limit * COUNT_FROM ? '' : fill(words, { count: Math.abs(left), max: limit });
    $('left').classList.toggle('over', left < 0);
    if (left < 0) $('body').setAttribute('aria-invalid', 'true');
    else $('body').removeAttribute('aria-invalid');
    ready();
  }

  /** A message goes once its files are there and it is not too long. */
  function ready() {
    const waits = [...files.values()].some((entry) => !entry.attachment);
    $('send').disabled = waits || $('body').value.trim().length > limit;
  }

  function write(text) {
    $('body').value = text;
    try { sessionStorage.setItem(DRAFT, text); } catch { /* no room: the text is only on the page */ }
    measure();
  }

  function takeUp(longest) {
    limit = longest;
    if (!$('body').value) $('body').value = sessionStorage.getItem(DRAFT) || '';
    measure();
  }
`;
