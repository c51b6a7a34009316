import type { Branding } from '#shared/domain/branding.ts';
import type { Language } from '#shared/text/language.ts';
import { escaped, greetingIn } from './branding.ts';
import { ACCEPTED } from './files-script.ts';
import { ratingForm } from './rating.ts';
import { WIDGET_WORDS } from './words.ts';

/** Returns the visitor's page. The script adds all other content as text, never as markup. */
export function pageIn(language: Language, branding: Branding): string {
  const words = WIDGET_WORDS[language].page;
  const name = branding.name === null ? null : escaped(branding.name);
  const greeting = greetingIn(branding, language);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name === null ? words.title : `${name} – ${words.title}`}</title>
<link rel="stylesheet" href="/widget.css">
<script src="/widget.js?lang=${language}" defer></script>
</head>
<body>
<main class="widget">
  <header>
    <h1 dir="auto">${name ?? words.title}</h1>
    <p id="state" role="status">${words.connecting}</p>
  </header>
  <form id="start" hidden autocomplete="on">
    ${greeting ? `<p id="greeting" dir="auto" lang="${greeting.lang}">${escaped(greeting.text)}</p>` : ''}
    <p>${words.intro}</p>
    <label for="name">${words.name}</label>
    <input id="name" name="name" dir="auto" required maxlength="100" autocomplete="name">
    <label for="email">${words.email}</label>
    <input id="email" name="email" type="email" required maxlength="200" autocomplete="email">
    <label for="order">${words.order} <span class="optional">${words.optional}</span></label>
    <input id="order" name="order" maxlength="64" autocomplete="off">
    <button type="submit">${words.start}</button>
  </form>
  <form id="verify" hidden autocomplete="off">
    <p>${words.codeIntro}</p>
    <label for="code">${words.code}</label>
    <input id="code" name="code" required inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="one-time-code">
    <button type="submit">${words.confirm}</button>
    <button type="button" id="skip" class="quiet">${words.skip}</button>
  </form>
  <section id="talk" hidden aria-label="${words.conversation}">
    <div id="log" role="log" aria-live="polite" aria-label="${words.messages}" tabindex="0"><ol id="messages"></ol><p id="receipt" aria-live="off"></p></div>
    <p id="place" role="status" hidden></p>
    <p id="typing" dir="auto" aria-live="polite"></p>
    <p id="slowed-said" class="visually-hidden" role="status"></p>
    <div id="slowed" hidden><p id="slowed-left" aria-hidden="true"></p><button type="button" id="unsend" class="quiet">${words.unsend}</button></div>
    ${ratingForm(language)}
    <form id="write">
      <label for="body" class="visually-hidden">${words.yourMessage}</label>
      <textarea id="body" dir="auto" rows="2" placeholder="${words.write}"></textarea>
      <button type="submit" id="send">${words.send}</button>
      <p id="left" role="status"></p>
      <ul id="files" aria-label="${words.files}"></ul>
      <input id="file" type="file" multiple hidden accept="${ACCEPTED}" aria-label="${words.attach}">
      <div class="foot">
        <button type="button" id="attach" class="quiet" hidden>${words.attach}</button>
        <button type="button" id="end" class="quiet">${words.end}</button>
      </div>
    </form>
    <div id="ending" hidden role="alertdialog" aria-labelledby="ending-title" aria-describedby="ending-text">
      <p id="ending-title">${words.endTitle}</p>
      <p id="ending-text">${words.endText}</p>
      <button type="button" id="keep">${words.keep}</button>
      <button type="button" id="end-now" class="danger">${words.end}</button>
    </div>
  </section>
  <p id="problem" role="alert"></p>
  <noscript>${words.script}</noscript>
</main>
</body>
</html>
`;
}
