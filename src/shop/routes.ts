import formBody from '@fastify/formbody';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { findCustomer, type Locale } from '../customers/customers.ts';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { asProblem, statusOf } from '../http/problems.ts';
import { signOut } from './accounts.ts';
import { FormTokens } from './form-token.ts';
import { placeOf, type Shop, shopFinder } from './open-shop.ts';
import { PageCache } from './page-cache.ts';
import { paper, refused, shownAgain } from './paper.ts';
import { site } from './site.ts';
import { styleOf } from './templates.ts';
import type { Answer, Asked, Kept, Page, Route, Shown, Visit } from './visit.ts';
import { asLocale, preferred } from './words.ts';

const YEAR = 365 * 24 * 3600;
/** A basket lives an hour at most; its cookie a little longer, so that one is told that it has expired. */
const BASKET_COOKIE = 2 * 3600;
const SESSION_COOKIE = 90 * 24 * 3600;
/** Of passwords and mails, per minute and address of the network. */
const STRICT = { max: 30, timeWindow: 60_000 };

/** Pages that are kept cost next to nothing: behind one address there may be a whole university when a sale opens. */
const SHARED = {
  max: 1000,
  timeWindow: 60_000,
  allowList: ({ headers }: FastifyRequest) => !/rappel_(customer|basket)_/.test(headers.cookie ?? ''),
};

/** The shops: pages made on the server, that work without JavaScript. What a page does is in the files beside. */
export function register(server: Server, context: Context): void {
  void server.register((shops, _options, done) => {
    void shops.register(formBody, { bodyLimit: 64 * 1024 });
    shops.setErrorHandler((error, request, reply) => failed(asProblem(error, request).status, reply));
    const desk = new Desk(context);
    shops.get(
      '/shop/:slug/style.css',
      { config: { rateLimit: false }, schema: { hide: true } },
      (request, reply) => desk.style(request, reply),
    );
    shops.get('/shop/:slug/', { schema: { hide: true } }, async (request, reply) =>
      reply.redirect(`/shop/${encodeURIComponent((request.params as { slug: string }).slug)}`, 308),
    );
    const addSignOut: Route = { path: '/sign-out', page: signOut(undefined) };
    for (const route of [...site, addSignOut]) {
      const url = `/shop/:slug${route.path}`;
      const schema = { hide: true };
      const config: FastifyContextConfig = route.cached ? { rateLimit: SHARED } : {};
      shops.get(url, { config, schema }, (request, reply) => desk.show(route, request, reply));
      if (route.page.act !== undefined) {
        const strict: FastifyContextConfig = route.strict ? { rateLimit: STRICT } : {};
        shops.post(url, { config: strict, schema }, (request, reply) => desk.act(route, request, reply));
      }
    }
    done();
  });
}

class Desk {
  readonly #context: Context;
  readonly #find: ReturnType<typeof shopFinder>;
  readonly #tokens: FormTokens;
  readonly #pages = new PageCache();
  readonly #secure: boolean;

  constructor(context: Context) {
    this.#context = context;
    this.#find = shopFinder(context.database);
    this.#tokens = new FormTokens(context.config.secret);
    this.#secure = context.config.publicUrl.startsWith('https:');
  }

  async style(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const shop = await this.#shopOf(request);
    if (shop === undefined) return noShop(reply);
    const { css } = styleOf(shop);
    reply.header('cache-control', `public, max-age=${YEAR}, immutable`);
    return reply.type('text/css; charset=utf-8').send(css);
  }

  async show(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const shop = await this.#shopOf(request);
    if (shop === undefined) return noShop(reply);
    const chosen = asLocale((request.query as Record<string, string>).lang);
    if (chosen !== undefined) return this.#choose(chosen, request, reply);
    const locale = this.#localeOf(shop, request);
    if (route.cached && this.#isNobody(shop, request))
      return await this.#cached(route, shop, locale, request, reply);
    return await this.#answer(route, shop, locale, request, reply);
  }

  async act(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const shop = await this.#shopOf(request);
    if (shop === undefined) return noShop(reply);
    return await this.#answer(route, shop, this.#localeOf(shop, request), request, reply);
  }

  async #shopOf(request: FastifyRequest): Promise<Shop | undefined> {
    const { slug } = request.params as { slug: string };
    return await this.#find(slug, new Date());
  }

  /** The chosen language is kept by a cookie, and the address is clean again. */
  #choose(locale: Locale, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const [path, query] = request.url.split('?') as [string, string];
    const rest = new URLSearchParams(query);
    rest.delete('lang');
    this.#keep(reply, 'rappel_lang', locale, YEAR);
    return reply.redirect(rest.size > 0 ? `${path}?${rest}` : path, 303);
  }

  #localeOf(shop: Shop, { cookies, headers }: FastifyRequest): Locale {
    return (
      asLocale(cookies.rappel_lang) ??
      preferred(headers['accept-language'], asLocale(shop.institution.locale) ?? 'fr')
    );
  }

  #isNobody(shop: Shop, { cookies }: FastifyRequest): boolean {
    return cookies[sessionName(shop)] === undefined && cookies[basketName(shop)] === undefined;
  }

  async #cached(
    route: Route,
    shop: Shop,
    locale: Locale,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const now = new Date();
    const asked = askedBy(request);
    const { month = '' } = asked.query;
    // Made from what is in its key alone: whatever else one visitor's address says is shown to nobody else.
    const query: Record<string, string> = /^\d{4}-\d\d$/.test(month) ? { month } : {};
    const url = `${request.url.split('?')[0]}${query.month === undefined ? '' : `?month=${month}`}`;
    const key = `${shop.version} ${locale} ${url}`;
    const page = await this.#pages.get(key, now, async () => {
      const visit = this.#visitOf(shop, locale, now, request);
      const answer = await this.#shown(route, visit, { ...asked, query });
      if (!('page' in answer)) throw new TypeError('a cached page leads nowhere else');
      return { html: this.#html(visit, route, request, answer, '', url), status: answer.status ?? 200 };
    });
    reply.headers({
      'cache-control': 'public, max-age=0, must-revalidate',
      vary: 'cookie, accept-language',
      etag: page.etag,
    });
    if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
    return reply.code(page.status).type('text/html; charset=utf-8').send(page.html);
  }

  async #answer(
    route: Route,
    shop: Shop,
    locale: Locale,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const now = new Date();
    const token = request.cookies[sessionName(shop)];
    const customer =
      token === undefined
        ? undefined
        : await findCustomer(this.#context.database, shop.institution, token, now);
    const visit = { ...this.#visitOf(shop, locale, now, request), customer };
    const asked = askedBy(request);
    const isForm = request.method === 'POST';
    if (route.own && customer === undefined) {
      const next = `/${request.url.split('?')[0]?.split('/').slice(3).join('/')}`;
      return reply.redirect(`${visit.place.path}/sign-in?next=${encodeURIComponent(next)}`, 303);
    }
    const page = route.path === '/sign-out' ? signOut(token) : (route.page as Page);
    const answer = isForm
      ? await this.#acted({ ...route, page }, visit, asked, request)
      : await this.#shown({ ...route, page }, visit, asked);
    return this.#send(route, visit, answer, request, reply);
  }

  #visitOf(shop: Shop, locale: Locale, now: Date, request: FastifyRequest): Visit {
    const { database, config, jobs } = this.#context;
    const basketId = request.cookies[basketName(shop)];
    return {
      database,
      shop,
      place: placeOf(shop),
      locale,
      customer: undefined,
      basketId: basketId !== undefined && UUID.test(basketId) ? basketId : undefined,
      now,
      publicUrl: config.publicUrl,
      ledgerFile: config.ledgerFile,
      payments: { secret: config.secret, api: config.stripeApi },
      deliver: () => jobs.deliver(shop.institution),
    };
  }

  async #shown(route: Route, visit: Visit, asked: Asked): Promise<Answer> {
    if (route.buying && !visit.shop.open) return { page: 'message', status: 503, data: { code: 'closed' } };
    try {
      return await (route.page as Page).show(visit, asked);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOf(error.code) >= 500) throw error;
      return refused(error, statusOf(error.code));
    }
  }

  async #acted(route: Route, visit: Visit, asked: Asked, request: FastifyRequest): Promise<Answer> {
    if (route.buying && !visit.shop.open) return { page: 'message', status: 503, data: { code: 'closed' } };
    const page = route.page as Page;
    try {
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        throw new DomainError('other-site', 'this form was sent from another site');
      }
      if (!route.withoutToken && !this.#tokens.isRight(request.cookies.rappel_form, asked.form.csrf)) {
        throw new DomainError('form-expired', 'the form does not belong to this browser');
      }
      return await (page.act as NonNullable<Page['act']>)(visit, asked);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOf(error.code) >= 500) throw error;
      return await shownAgain(page, visit, asked, { error, statusOf });
    }
  }

  #send(
    route: Route,
    visit: Visit,
    answer: Answer,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply {
    if ('file' in answer) {
      const how = answer.keep === true ? 'attachment' : 'inline';
      reply.header('content-disposition', `${how}; filename="${answer.name}"`);
      return reply.type(answer.type).send(answer.file);
    }
    this.#keepAll(visit.shop, answer.kept ?? {}, reply);
    if ('outside' in answer) return reply.redirect(answer.outside, 303);
    if ('to' in answer) return reply.redirect(`${visit.place.path}${answer.to}`, 303);
    const visitor = request.cookies.rappel_form ?? this.#tokens.newVisitor();
    if (request.cookies.rappel_form === undefined) this.#keep(reply, 'rappel_form', visitor, undefined);
    if (answer.formAction !== undefined) {
      reply.header('content-security-policy', policy(answer.formAction));
    }
    const html = this.#html(visit, route, request, answer, this.#tokens.of(visitor));
    return reply
      .code(answer.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(html);
  }

  #html(
    visit: Visit,
    route: Route,
    request: FastifyRequest,
    answer: Shown,
    csrf: string,
    url = request.url,
  ): string {
    const sheet = { route: route.path, url, csrf };
    return paper(visit, sheet, answer, ({ name }) =>
      request.log.warn({ template: answer.page, code: name }, 'a template of a shop cannot be rendered'),
    );
  }

  #keepAll(shop: Shop, { session, basket }: Kept, reply: FastifyReply): void {
    if (session !== undefined) this.#keep(reply, sessionName(shop), session, SESSION_COOKIE);
    if (basket !== undefined) this.#keep(reply, basketName(shop), basket, BASKET_COOKIE);
  }

  /** `lax`: who follows a link in a mail is signed in; no other site can send a form with it. */
  #keep(reply: FastifyReply, name: string, value: string | null, maxAge: number | undefined): void {
    const options = { path: '/shop', httpOnly: true, sameSite: 'lax' as const, secure: this.#secure };
    if (value === null) reply.clearCookie(name, options);
    else reply.setCookie(name, value, { ...options, ...(maxAge === undefined ? {} : { maxAge }) });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const sessionName = ({ institution }: Shop): string => `rappel_customer_${institution.id}`;
const basketName = ({ pointOfSaleId }: Shop): string => `rappel_basket_${pointOfSaleId}`;

function askedBy(request: FastifyRequest): Asked {
  return {
    params: request.params as Record<string, string>,
    query: lastOfEach(request.query),
    form: lastOfEach(request.body),
  };
}

/** What was given more than once counts with the last. */
function lastOfEach(given: unknown): Record<string, string> {
  const entries = Object.entries((given ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().at(-1) ?? '']));
}

/** As every page, but that a form may lead to where it is paid. */
const policy = (formAction: string): string =>
  `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' ${formAction}; frame-ancestors 'none'`;

/** Nobody's shop has no templates. */
const noShop = (reply: FastifyReply): FastifyReply =>
  bare(reply, 404, 'Cette billetterie n’existe pas', 'There is no such ticket shop.');

/** What went wrong outside of the pages; the log has the rest. */
const failed = (status: number, reply: FastifyReply): FastifyReply =>
  status === 429
    ? bare(reply, status, 'Trop de demandes\u00a0: attendez une minute', 'Too many requests: wait a minute.')
    : bare(
        reply,
        status,
        'Cela n’a pas marché. Réessayez dans un moment',
        'That did not work. Try again in a moment.',
      );

function bare(reply: FastifyReply, status: number, french: string, english: string): FastifyReply {
  const html = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${french}</title><h1>${french}</h1><p lang="en">${english}</p></html>`;
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}
