import type { FastifyRequest } from 'fastify';
import { RatingContent } from '#shared/domain/ratings.ts';
import type { Language } from '#shared/text/language.ts';
import { audit } from '../execute/index.ts';
import type { CommandContext, GatewayApp, Sql } from '../kernel.ts';
import { rateConversation, ratingAsked } from '../service/index.ts';
import type { Visitor } from './visitor.ts';

/** Limits the ratings of one address: ten at once, then one every five seconds. */
const RATE_LIMIT = { max: 10, timeWindow: 50_000 };
/** The maximum request body, bytes. */
const BODY_LIMIT = 8 * 1024;

/** What the routes of ratings need of the widget's others. */
interface RatingDesk {
  readonly app: GatewayApp;
  readonly deps: { readonly sql: Sql; readonly clock: { now(): number } };
  visitorOf(request: FastifyRequest): Promise<Visitor>;
  asCustomer<T>(visitor: Visitor, work: (context: CommandContext) => T, address?: string): Promise<T>;
}

/** Adds the routes that ask for a rating and take it. A token rates its own conversation only. */
export function ratingRoutes({ app, deps, visitorOf, asCustomer }: RatingDesk): void {
  app.get('/widget/api/rating', { schema: { hide: true } }, async (request) => {
    const { conversationId } = await visitorOf(request);
    const { open, rating } = ratingAsked(deps.sql, conversationId, deps.clock.now());
    return { open, rating: rating && { score: rating.score, comment: rating.comment } };
  });

  app.post(
    '/widget/api/rating',
    { bodyLimit: BODY_LIMIT, config: { rateLimit: RATE_LIMIT }, schema: { hide: true, body: RatingContent } },
    async (request) => {
      const visitor = await visitorOf(request);
      await asCustomer(visitor, (context) => rate(context, visitor, request.body), request.ip);
      return {};
    },
  );
}

function rate(context: CommandContext, { conversationId }: Visitor, content: RatingContent): void {
  rateConversation(context, conversationId, content);
  context.write(audit, {
    at: context.now,
    actor: context.principal.actor,
    type: 'chat.rate',
    commandId: null,
    reason: null,
    code: 'ok',
    seq: null,
    subject: `chat:${conversationId}`,
    changes: [{ record: `chat:${conversationId}`, field: 'rating', from: null, to: content.score }],
    address: context.principal.address ?? null,
  });
}

const RATING_WORDS = {
  en: {
    title: 'How was our service?',
    scores: ['very bad', 'bad', 'all right', 'good', 'very good'],
    comment: 'Comment (optional)',
    send: 'Send rating',
    change: 'Change rating',
    thanks: 'Thank you. You can change your rating for a while.',
  },
  de: {
    title: 'Wie war unser Service?',
    scores: ['sehr schlecht', 'schlecht', 'in Ordnung', 'gut', 'sehr gut'],
    comment: 'Kommentar (freiwillig)',
    send: 'Bewertung senden',
    change: 'Bewertung ändern',
    thanks: 'Vielen Dank. Sie können Ihre Bewertung noch eine Weile ändern.',
  },
} as const;

/** Returns the form of a rating. It shows itself once the conversation is resolved. */
export function ratingForm(language: Language): string {
  const words = RATING_WORDS[language];
  const choices = words.scores
    .map(
      (word, n) =>
        `<label><input type="radio" name="score" value="${n + 1}" required aria-label="${n + 1}: ${word}"><span title="${word}">${n + 1}</span></label>`,
    )
    .join('');
  return `<form id="rating" hidden>
      <fieldset><legend>${words.title}</legend><div class="scores">${choices}</div>
      <p class="ends" aria-hidden="true"><span>${words.scores[0]}</span><span>${words.scores[4]}</span></p></fieldset>
      <label for="comment">${words.comment}</label>
      <textarea id="comment" dir="auto" rows="2" maxlength="1000"></textarea>
      <button type="submit">${words.send}</button>
      <p id="rated" role="status"></p>
    </form>`;
}

/** Returns the part of the page's script that asks for a rating. It uses the functions of the rest of the script. */
export function ratingScript(language: Language): string {
  const { send, change, thanks } = RATING_WORDS[language];
  return `
  const RATING = ${JSON.stringify({ send, change, thanks })};
  async function askRating() {
    let answer = null;
    try {
      const response = await fetch('/widget/api/rating', { credentials: 'same-origin' });
      if (response.ok) answer = await response.json();
    } catch { /* asked again with the next change */ }
    if (!answer) return;
    const form = $('rating');
    const wasHidden = form.hidden;
    form.hidden = !answer.open;
    form.querySelector('button').textContent = answer.rating ? RATING.change : RATING.send;
    $('rated').textContent = answer.open && answer.rating ? RATING.thanks : '';
    if (!answer.open || (wasHidden && !answer.rating)) form.reset();
    if (wasHidden && answer.rating) {
      form.elements.score.value = String(answer.rating.score);
      $('comment').value = answer.rating.comment || '';
    }
  }
  $('rating').addEventListener('submit', async (event) => {
    event.preventDefault();
    problem('');
    const button = event.target.querySelector('button');
    button.disabled = true;
    try {
      const { ok, answer } = await api('rating', { score: Number(event.target.elements.score.value), comment: $('comment').value.trim() || null });
      if (!ok) problem(messageOf(answer, WORDS.failed));
      await askRating();
    } catch {
      problem(WORDS.tryAgain);
    } finally {
      button.disabled = false;
    }
  });
`;
}

/** The style of the rating. */
export const RATING_STYLE = `#rating { border: 1px solid var(--line); border-radius: 8px; padding: 12px; display: grid; gap: 6px; }
#rating fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
#rating legend { font-weight: 600; padding: 0; }
#rating .scores { display: grid; grid-template-columns: repeat(5, 1fr); gap: 6px; margin-top: 6px; }
#rating .scores label { margin: 0; position: relative; cursor: pointer; }
#rating .scores input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
#rating .scores span { display: block; text-align: center; padding: 8px 0; border: 1px solid var(--line); border-radius: 6px; }
#rating .scores input:checked + span { background: var(--accent); color: var(--on-accent); border-color: var(--edge); }
#rating .scores input:focus-visible + span { outline: 2px solid var(--edge); outline-offset: 2px; }
#rating .ends { display: flex; justify-content: space-between; margin: 2px 0 0; font-size: 12px; color: var(--muted); }
#rated { margin: 0; color: var(--muted); min-height: 1.4em; }
`;
