import { de } from '#shared/text/de.ts';
import { en } from '#shared/text/en.ts';
import type { Language } from '#shared/text/language.ts';
import { FILES_SCRIPT } from './files-script.ts';
import { LINE_SCRIPT } from './line-script.ts';
import { MESSAGE_SCRIPT } from './message-script.ts';
import { ratingScript } from './rating.ts';
import { RESTORED_SCRIPT } from './restored-script.ts';
import { SLOW_SCRIPT } from './slow-script.ts';
import { WIDGET_WORDS } from './words.ts';
import { WRITE_SCRIPT } from './write-script.ts';

/**
 * Returns the page's script, in plain JavaScript for current browsers. It assigns a message its id before sending it, so that
 * resending after a lost response creates no duplicate. Unconfirmed messages are kept in sessionStorage.
 */
export function scriptIn(language: Language): string {
  const { script } = WIDGET_WORDS[language];
  const { refusals } = language === 'de' ? de : en;
  return `'use strict';
(() => {
  const LANGUAGE = ${JSON.stringify(language)};
  // How times and numbers are written where the visitor is, in the page's language.
  const LOCALE = (navigator.languages || []).find((tag) => tag.toLowerCase().split('-')[0] === LANGUAGE) || LANGUAGE;
  const WORDS = ${JSON.stringify(script)};
  const REFUSALS = ${JSON.stringify(refusals)};
  const $ = (id) => document.getElementById(id);
  const PENDING = 'quayside-pending';
  let source = null;
  let lastSeq = 0;
  let position = '';
  let readSeq = 0;
  let sending = false;
  let retryMs = 1000;
  let longest = 0;
  let typedAt = -Infinity;
  let typingTimer = 0;
  let retryTimer = 0;

  // A UUIDv7 (RFC 9562): 48 bits of time, then random bits.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let time = Date.now();
    for (let i = 5; i >= 0; i -= 1) { bytes[i] = time % 256; time = Math.floor(time / 256); }
    bytes[6] = (bytes[6] & 15) | 112;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  const pending = () => {
    try { return JSON.parse(sessionStorage.getItem(PENDING) || '[]'); } catch { return []; }
  };
  const keep = (list) => sessionStorage.setItem(PENDING, JSON.stringify(list));

  async function api(path, body) {
    const response = await fetch('/widget/api/' + path + '?lang=' + LANGUAGE, {
      method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok, status: response.status, answer };
  }

  function state(name, text) { $('state').dataset.state = name; $('state').textContent = text; }
  function problem(text) { $('problem').textContent = text || ''; }
  function messageOf(answer, otherwise) {
    const error = answer && answer.error ? answer.error : answer;
    if (!error || typeof error.message !== 'string') return otherwise;
    const said = error.why && Object.hasOwn(REFUSALS, error.why.id) ? REFUSALS[error.why.id] : '';
    return said ? fill(said, error.why.values || {}) : LANGUAGE === 'en' ? error.message : otherwise;
  }
  function fill(text, values) {
    return text.replace(/{{([a-zA-Z]+)}}/g, (_, name) => {
      const value = values[name];
      return typeof value === 'number' ? value.toLocaleString(LOCALE) : String(value ?? '–');
    });
  }

${MESSAGE_SCRIPT}${WRITE_SCRIPT}${FILES_SCRIPT}${SLOW_SCRIPT}${RESTORED_SCRIPT}${LINE_SCRIPT}
  function markRead() {
    if (document.visibilityState !== 'visible' || lastSeq <= readSeq) return;
    readSeq = lastSeq;
    void api('read', { upToSeq: readSeq }).catch(() => undefined);
  }

  function listen() {
    if (source) source.close();
    source = new EventSource('/widget/api/stream' + (position ? '?after=' + encodeURIComponent(position) : ''));
    source.onopen = () => { state('live', WORDS.connected); retryMs = 1000; heard(); void flush(); void askRating(); };
    source.onerror = () => {
      state('lost', WORDS.lost);
      // A refused request closes an EventSource for good. A new one is created.
      if (source.readyState === EventSource.CLOSED) resumeLater();
    };
    source.addEventListener('heartbeat', heard);
    source.addEventListener('message', (event) => {
      const message = JSON.parse(event.data);
      lastSeq = Math.max(lastSeq, message.seq);
      position = event.lastEventId;
      heard();
      if (again) again.add(message.id);
      show(message);
      keep(pending().filter((waiting) => waiting.messageId !== message.id));
      if (message.from !== 'customer') { $('typing').textContent = ''; markRead(); }
    });
    source.addEventListener('restart', () => { again = new Set(); lastSeq = readSeq = teamReadSeq = 0; });
    source.addEventListener('current', () => { reconcile(); void flush(); });
    source.addEventListener('removed', (event) => {
      for (const id of JSON.parse(event.data).ids) {
        const line = shown.get(id);
        if (!line || line.classList.contains('removed')) continue;
        line.classList.add('removed');
        line.replaceChildren(line.querySelector('.by'), bodyOf({ removed: true }));
      }
    });
    source.addEventListener('read', (event) => {
      teamReadSeq = Math.max(teamReadSeq, JSON.parse(event.data).upToSeq);
      showReceipt();
    });
    source.addEventListener('resolution', () => { void askRating(); });
    source.addEventListener('place', (event) => {
      const { place, atLeast } = JSON.parse(event.data);
      $('place').hidden = place === null;
      $('place').textContent = place === null ? '' : fill(atLeast ? WORDS.placeFar : WORDS.place, { place: atLeast ? place - 1 : place });
    });
    source.addEventListener('typing', (event) => {
      const { name } = JSON.parse(event.data);
      $('typing').textContent = fill(WORDS.typing, { name });
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => { $('typing').textContent = ''; }, 6000);
    });
  }

  async function flush() {
    if (sending || slowTimer) return;
    sending = true;
    try {
      for (let next = pending()[0]; next; next = pending()[0]) {
        const { ok, status, answer } = await api('messages', {
          messageId: next.messageId, body: next.body,
          ...(next.attachments && next.attachments.length > 0 ? { attachments: next.attachments.map(({ id }) => id) } : {}),
        });
        if (!ok && isSlowed(answer.error || answer)) { problem(''); return; }
        if (!ok && (status >= 500 || status === 429)) {
          problem(messageOf(answer, WORDS.notSent) + ' ' + WORDS.retrying);
          setTimeout(() => { void flush(); }, 3000);
          return;
        }
        keep(pending().filter((waiting) => waiting.messageId !== next.messageId));
        if (ok) {
          taken.set(next.messageId, next);
          problem('');
        } else {
          problem(messageOf(answer, WORDS.notAccepted));
          hide(next.messageId);
          if (!$('body').value) write(next.body);
        }
      }
    } catch {
      problem(WORDS.offline);
      setTimeout(() => { void flush(); }, 3000);
    } finally {
      sending = false;
    }
  }

  function enter(longest) {
    $('start').hidden = true;
    $('talk').hidden = false;
    takeUp(longest);
    for (const waiting of pending()) show({ id: waiting.messageId, from: 'customer', body: waiting.body, attachments: waiting.attachments });
    listen();
  }

  async function resume() {
    let response = null;
    try { response = await fetch('/widget/api/session', { credentials: 'same-origin' }); } catch { /* retried below */ }
    if (response && response.ok) {
      const { active, maxMessageLength } = await response.json();
      if (active) { enter(maxMessageLength); return; }
      state('', '');
      $('talk').hidden = true;
      // The shop's page may know the order; nothing else is taken from the address.
      $('order').value ||= (new URLSearchParams(location.search).get('order') ?? '').slice(0, 64);
      $('start').hidden = false;
      return;
    }
    state('lost', WORDS.unreachable);
    resumeLater();
  }

  $('start').addEventListener('submit', async (event) => {
    event.preventDefault();
    problem('');
    const order = $('order').value.trim();
    const button = event.target.querySelector('button');
    button.disabled = true;
    try {
      const { ok, answer } = await api('session', { name: $('name').value, email: $('email').value, orderNumber: order || null });
      if (ok && answer.verify) {
        longest = answer.maxMessageLength;
        $('start').hidden = true;
        $('verify').hidden = false;
        $('code').focus();
      } else if (ok) { enter(answer.maxMessageLength); $('body').focus(); }
      else problem(messageOf(answer, WORDS.failed));
    } catch {
      problem(WORDS.tryAgain);
    } finally {
      button.disabled = false;
    }
  });

  function verified() {
    $('verify').hidden = true;
    problem('');
    enter(longest);
    $('body').focus();
  }
  $('verify').addEventListener('submit', async (event) => {
    event.preventDefault();
    problem('');
    try {
      const { ok, answer } = await api('verify', { code: $('code').value.trim() });
      if (ok) verified();
      else problem(messageOf(answer, WORDS.wrongCode));
    } catch {
      problem(WORDS.tryAgain);
    }
  });
  $('skip').addEventListener('click', verified);

  $('write').addEventListener('submit', (event) => {
    event.preventDefault();
    const body = $('body').value.trim();
    if ($('send').disabled || (!body && files.size === 0)) return;
    const attachments = takeFiles();
    const message = { messageId: newId(), body, attachments };
    keep([...pending(), message]);
    write('');
    show({ id: message.messageId, from: 'customer', body, attachments });
    void flush();
  });

  $('body').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.isComposing) { event.preventDefault(); $('write').requestSubmit(); }
  });
  $('body').addEventListener('input', () => {
    write($('body').value);
    if (performance.now() - typedAt < 4000) return;
    typedAt = performance.now();
    void api('typing', {}).catch(() => undefined);
  });
  function ask(asking) {
    $('ending').hidden = !asking;
    $('end').hidden = asking;
    $(asking ? 'keep' : 'end').focus();
  }
  $('end').addEventListener('click', () => { ask(true); });
  $('keep').addEventListener('click', () => { ask(false); });
  $('ending').addEventListener('keydown', (event) => { if (event.key === 'Escape') ask(false); });
  $('end-now').addEventListener('click', async () => {
    await api('end', {}).catch(() => undefined);
    if (source) source.close();
    sessionStorage.removeItem(PENDING);
    sessionStorage.removeItem(DRAFT);
    location.reload();
  });
  document.addEventListener('visibilitychange', markRead);
${ratingScript(language)}
  void resume();
})();
`;
}
