/**
 * The page's script, in plain JavaScript for current browsers. It assigns a message its id before sending it, so that
 * resending after a lost response creates no duplicate. Unconfirmed messages are kept in sessionStorage.
 */
export const SCRIPT = `'use strict';
(() => {
  const $ = (id) => document.getElementById(id);
  const PENDING = 'quayside-pending';
  const shown = new Map();
  let source = null;
  let lastSeq = 0;
  let readSeq = 0;
  let sending = false;
  let retryMs = 1000;
  let limit = 0;
  let typedAt = -Infinity;
  let typingTimer = 0;

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
    const response = await fetch('/widget/api/' + path, {
      method: 'POST', credentials: 'same-origin', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok, status: response.status, answer };
  }

  function problem(text) { $('problem').textContent = text || ''; }
  function messageOf(answer, otherwise) {
    const error = answer && answer.error ? answer.error : answer;
    return error && typeof error.message === 'string' ? error.message : otherwise;
  }

  function show(message) {
    let line = shown.get(message.id);
    if (!line) {
      line = document.createElement('li');
      shown.set(message.id, line);
      $('messages').append(line);
    }
    line.className = message.from === 'customer' ? 'mine' : '';
    const by = document.createElement('span');
    by.className = 'by';
    const when = message.at ? new Date(message.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : 'sending…';
    by.textContent = (message.from === 'customer' ? 'You' : message.name) + ' · ' + when;
    line.replaceChildren(by, document.createTextNode(message.body));
    $('log').scrollTop = $('log').scrollHeight;
  }

  function markRead() {
    if (document.visibilityState !== 'visible' || lastSeq <= readSeq) return;
    readSeq = lastSeq;
    void api('read', { upToSeq: readSeq }).catch(() => undefined);
  }

  function listen() {
    if (source) source.close();
    source = new EventSource('/widget/api/stream');
    source.onopen = () => { $('state').textContent = 'Connected'; retryMs = 1000; void flush(); };
    source.onerror = () => {
      $('state').textContent = 'Connection lost. Reconnecting…';
      // A refused request closes an EventSource for good. A new one is created, with increasing delays.
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(() => { void resume(); }, retryMs);
        retryMs = Math.min(30000, retryMs * 2);
      }
    };
    source.addEventListener('message', (event) => {
      const message = JSON.parse(event.data);
      lastSeq = Math.max(lastSeq, message.seq);
      show(message);
      keep(pending().filter((waiting) => waiting.messageId !== message.id));
      if (message.from !== 'customer') { $('typing').textContent = ''; markRead(); }
    });
    source.addEventListener('typing', (event) => {
      const { name } = JSON.parse(event.data);
      $('typing').textContent = name + ' is typing…';
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => { $('typing').textContent = ''; }, 6000);
    });
  }

  async function flush() {
    if (sending) return;
    sending = true;
    try {
      for (let next = pending()[0]; next; next = pending()[0]) {
        const { ok, status, answer } = await api('messages', next);
        if (!ok && (status >= 500 || status === 429)) {
          problem(messageOf(answer, 'Your message has not been sent yet.') + ' Retrying…');
          setTimeout(() => { void flush(); }, 3000);
          return;
        }
        keep(pending().filter((waiting) => waiting.messageId !== next.messageId));
        if (ok) problem('');
        else {
          problem(messageOf(answer, 'Your message was not accepted.'));
          const line = shown.get(next.messageId);
          if (line) { line.remove(); shown.delete(next.messageId); }
          if (!$('body').value) $('body').value = next.body;
        }
      }
    } catch {
      problem('You are offline. Your message will be sent when you reconnect.');
      setTimeout(() => { void flush(); }, 3000);
    } finally {
      sending = false;
    }
  }

  function enter(limit) {
    $('start').hidden = true;
    $('talk').hidden = false;
    $('body').maxLength = limit;
    for (const waiting of pending()) show({ id: waiting.messageId, from: 'customer', body: waiting.body });
    listen();
  }

  async function resume() {
    let response = null;
    try { response = await fetch('/widget/api/session', { credentials: 'same-origin' }); } catch { /* retried below */ }
    if (response && response.ok) {
      const { active, maxMessageLength } = await response.json();
      if (active) { enter(maxMessageLength); return; }
      $('state').textContent = '';
      $('talk').hidden = true;
      $('start').hidden = false;
      return;
    }
    $('state').textContent = 'Cannot reach the shop. Retrying…';
    setTimeout(() => { void resume(); }, retryMs);
    retryMs = Math.min(30000, retryMs * 2);
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
        limit = answer.maxMessageLength;
        $('start').hidden = true;
        $('verify').hidden = false;
        $('code').focus();
      } else if (ok) { enter(answer.maxMessageLength); $('body').focus(); }
      else problem(messageOf(answer, 'Something went wrong. Please try again.'));
    } catch {
      problem('Cannot reach the shop. Please try again.');
    } finally {
      button.disabled = false;
    }
  });

  function verified() {
    $('verify').hidden = true;
    problem('');
    enter(limit);
    $('body').focus();
  }
  $('verify').addEventListener('submit', async (event) => {
    event.preventDefault();
    problem('');
    try {
      const { ok, answer } = await api('verify', { code: $('code').value.trim() });
      if (ok) verified();
      else problem(messageOf(answer, 'This code is wrong or no longer valid.'));
    } catch {
      problem('Cannot reach the shop. Please try again.');
    }
  });
  $('skip').addEventListener('click', verified);

  $('write').addEventListener('submit', (event) => {
    event.preventDefault();
    const body = $('body').value.trim();
    if (!body) return;
    const message = { messageId: newId(), body };
    keep([...pending(), message]);
    $('body').value = '';
    show({ id: message.messageId, from: 'customer', body });
    void flush();
  });

  $('body').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.isComposing) { event.preventDefault(); $('write').requestSubmit(); }
  });
  $('body').addEventListener('input', () => {
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
    location.reload();
  });
  document.addEventListener('visibilitychange', markRead);
  void resume();
})();
`;
