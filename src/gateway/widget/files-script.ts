import {
  ATTACHMENT_TYPES,
  CHUNK_BYTES,
  MAX_ATTACHMENT_BYTES,
  MAX_ATTACHMENTS,
} from '#shared/domain/attachments.ts';

/** The extensions that the page offers, for the dialog of the system. */
export const ACCEPTED = Object.values(ATTACHMENT_TYPES)
  .flat()
  .map((extension) => `.${extension}`)
  .join(',');

/**
 * The part of the page's script for files. An upload asks for its place after each interruption and goes on there. Pictures are
 * fetched when somebody asks for them and shown from memory; nothing else is opened in the page.
 */
export const FILES_SCRIPT = `
  const CHUNK = ${CHUNK_BYTES};
  const MAX_BYTES = ${MAX_ATTACHMENT_BYTES};
  const MAX_FILES = ${MAX_ATTACHMENTS};
  const files = new Map();
  const FILES = '/widget/api/attachments';
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const sizeOf = (bytes) => bytes < 1e6
    ? Math.max(1, Math.round(bytes / 1000)).toLocaleString(LOCALE) + ' kB'
    : (bytes / 1e6).toLocaleString(LOCALE, { maximumFractionDigits: 1 }) + ' MB';

  async function hashOf(file) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    return Array.from(hash, (b) => b.toString(16).padStart(2, '0')).join('');
  }

  async function request(path, init) {
    const response = await fetch(FILES + path, { credentials: 'same-origin', ...init });
    return { ok: response.ok, status: response.status, answer: await response.json().catch(() => ({})) };
  }

  async function upload(entry) {
    const { id, file } = entry;
    const begin = JSON.stringify({ id, name: file.name, bytes: file.size, sha256: await hashOf(file) });
    let place = null;
    for (let failures = 0; files.has(id); ) {
      let got;
      try {
        got = place === null
          ? await request('', { method: 'POST', headers: { 'content-type': 'application/json' }, body: begin })
          : await request('/' + id, {
              method: 'PATCH',
              headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(place) },
              body: file.slice(place, place + CHUNK),
            });
      } catch { got = null; }
      const error = got && got.answer.error;
      const moved = error && error.current && typeof error.current.offset === 'number' ? error.current.offset : null;
      if (got && got.ok) {
        failures = 0;
        place = got.answer.offset;
        entry.bar.value = place;
        if (got.answer.attachment) { entry.attachment = got.answer.attachment; finished(entry); return; }
      } else if (moved !== null && failures < 5) {
        failures += 1;
        place = moved;
      } else if (got === null || got.status >= 500 || got.status === 429) {
        // Afterwards, the server says where to go on.
        await pause(Math.max(error && error.retryAfterMs || 0, 2000));
        place = null;
      } else {
        drop(id);
        problem(file.name + ': ' + messageOf(got.answer, WORDS.fileFailed));
        return;
      }
    }
  }

  function finished(entry) { entry.bar.remove(); entry.chip.classList.add('done'); ready(); }
  function drop(id) {
    const entry = files.get(id);
    if (!entry) return;
    files.delete(id);
    entry.chip.remove();
    ready();
  }

  function addFiles(list) {
    problem('');
    for (const file of list) {
      if (files.size >= MAX_FILES) { problem(fill(WORDS.filesMany, { max: MAX_FILES })); return; }
      if (file.size === 0 || file.size > MAX_BYTES) {
        problem(file.name + ': ' + fill(file.size === 0 ? REFUSALS.attachment_empty : REFUSALS.attachment_large, { max: MAX_BYTES / 1024 / 1024 }));
        continue;
      }
      const id = newId();
      const chip = document.createElement('li');
      const name = document.createElement('span');
      name.dir = 'auto';
      name.textContent = file.name + ' (' + sizeOf(file.size) + ')';
      const bar = document.createElement('progress');
      bar.max = file.size;
      bar.value = 0;
      bar.setAttribute('aria-label', fill(WORDS.fileProgress, { name: file.name }));
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.className = 'quiet';
      remove.textContent = WORDS.fileRemove;
      remove.setAttribute('aria-label', fill(WORDS.fileRemoveNamed, { name: file.name }));
      remove.addEventListener('click', () => {
        drop(id);
        void request('/' + id, { method: 'DELETE' }).catch(() => undefined);
        $('body').focus();
      });
      chip.append(name, bar, remove);
      $('files').append(chip);
      const entry = { id, file, chip, bar, attachment: null };
      files.set(id, entry);
      ready();
      void upload(entry).catch(() => { drop(id); problem(file.name + ': ' + WORDS.fileFailed); });
    }
  }

  /** Takes the files that were uploaded, for a message. */
  function takeFiles() {
    const taken = [...files.values()].map((entry) => entry.attachment);
    for (const entry of files.values()) entry.chip.remove();
    files.clear();
    ready();
    return taken;
  }

  async function showPicture(place, attachment) {
    const response = await fetch(FILES + '/' + attachment.id, { credentials: 'same-origin' });
    if (!response.ok) { problem(WORDS.fileGone); return; }
    const url = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: attachment.mime }));
    const picture = document.createElement('img');
    picture.alt = attachment.name;
    picture.addEventListener('load', () => { URL.revokeObjectURL(url); $('log').scrollTop = $('log').scrollHeight; });
    picture.src = url;
    place.replaceWith(picture);
  }

  /** Returns the lines of a message's files. */
  function fileLines(message) {
    return (message.attachments || []).map((attachment) => {
      const line = document.createElement('span');
      line.className = 'file';
      const name = document.createElement(message.seq ? 'a' : 'span');
      name.dir = 'auto';
      name.textContent = attachment.name + ' (' + sizeOf(attachment.bytes) + ')';
      if (message.seq) { name.href = FILES + '/' + encodeURIComponent(attachment.id); name.download = attachment.name; }
      line.append(name);
      if (message.seq && attachment.mime.startsWith('image/')) {
        const look = document.createElement('button');
        look.type = 'button';
        look.className = 'look';
        look.textContent = WORDS.filesShow;
        look.setAttribute('aria-label', fill(WORDS.filesShowNamed, { name: attachment.name }));
        look.addEventListener('click', () => { look.disabled = true; showPicture(look, attachment).catch(() => { look.disabled = false; problem(WORDS.fileGone); }); });
        line.append(look);
      }
      return line;
    });
  }

  // Hashes need a page that was loaded over TLS, or from this machine.
  $('attach').hidden = !(crypto && crypto.subtle);
  $('attach').addEventListener('click', () => { $('file').click(); });
  $('file').addEventListener('change', () => { addFiles([...$('file').files]); $('file').value = ''; });
  $('body').addEventListener('paste', (event) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0 || $('attach').hidden) return;
    event.preventDefault();
    addFiles(pasted);
  });
  $('talk').addEventListener('dragover', (event) => event.preventDefault());
  $('talk').addEventListener('drop', (event) => {
    event.preventDefault();
    if (!$('attach').hidden) addFiles([...event.dataTransfer.files]);
  });
`;
