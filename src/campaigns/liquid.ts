import { Liquid, type Template } from 'liquidjs';

/**
 * What a text may say of whoever gets it. Nothing else is known to it: no criteria, no authorisations, no purchases.
 * `salutation` is the title with the last name, or the first name, or the company's.
 */
export const variables = {
  contact: ['salutation', 'title', 'first_name', 'last_name', 'company_name'],
  institution: ['name'],
  performance: ['name', 'date', 'time', 'venue'],
} as const;

/** Addresses of the recipient's own. */
export const linkVariables = ['unsubscribe_link', 'preferences_link', 'renewal_link'] as const;

/** For the text of a title in the browser, and in no body: `preheader` is put in by the compiler itself. */
const FILTERS = ['capitalize', 'default', 'downcase', 'upcase', 'strip', 'truncate', 'append', 'prepend'];
const TAGS = ['if', 'unless', 'case', 'comment'];

/** An operator's template may not take longer, nor more memory. */
const LIMITS = { parseLimit: 500_000, renderLimit: 500, memoryLimit: 5_000_000 };

/** Where something is filled in or decided; a message has a dozen. */
const MOST_PLACES = 1000;
/** Of a kind. Whoever made more made one of them often. */
export const MOST_PROBLEMS = 100;

const engineWith = (options: ConstructorParameters<typeof Liquid>[0]) => {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    ...LIMITS,
    ...options,
  });
  // `raw` would let a name become markup, `render` and `layout` would read files
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) delete engine.filters[name];
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  return engine;
};

/** Every value is escaped: a name never becomes markup. */
export const htmlEngine = engineWith({ outputEscape: 'escape' });
export const textEngine = engineWith({});

/** Something wrong in a text, and where. */
export interface TemplateProblem {
  /**
   * `liquid-syntax`, `much-liquid`, `unknown-variable`, `mjml`, `mjml-not-read`, `unused-liquid`, `script`, `address`,
   * `no-alternative`, `text-too-long`, `empty`.
   */
  code: string;
  /** From 1; null: of the whole. */
  line: number | null;
  column: number | null;
  /** What stands there, or what the compiler says of it. */
  about: string | null;
}

/**
 * Reads a Liquid text, and finds what would go wrong for somebody: also where the sample at hand does not lead.
 * @returns undefined where it cannot be read
 */
export function readLiquid(
  source: string,
  { html = false } = {},
): { template: Template[] | undefined; problems: TemplateProblem[] } {
  const engine = html ? htmlEngine : textEngine;
  // the analysis counts each place from the beginning of the text
  if (source.split(/\{[{%]/).length - 1 > MOST_PLACES)
    return {
      template: undefined,
      problems: [{ code: 'much-liquid', line: null, column: null, about: null }],
    };
  try {
    const template = engine.parse(source);
    const { globals } = engine.analyzeSync(template);
    const problems = Object.values(globals)
      .flat()
      .filter(({ segments }) => !isKnown(segments))
      // each place is counted from the beginning of the text
      .slice(0, MOST_PROBLEMS)
      .map((found) => ({
        code: 'unknown-variable',
        line: found.location.row,
        column: found.location.col,
        about: String(found),
      }));
    return { template, problems };
  } catch (error) {
    return { template: undefined, problems: [problemOf(error)] };
  }
}

function isKnown(segments: readonly unknown[]): boolean {
  const [root, field, ...rest] = segments;
  if (rest.length > 0 || typeof root !== 'string') return false;
  if (field === undefined) return (linkVariables as readonly string[]).includes(root);
  const fields = Object.hasOwn(variables, root) ? variables[root as keyof typeof variables] : [];
  return (fields as readonly unknown[]).includes(field);
}

interface WithPosition {
  message: string;
  token?: { getPosition?(): [number, number] };
}

function problemOf(error: unknown): TemplateProblem {
  const { message, token } = error as WithPosition;
  const [line, column] = token?.getPosition?.() ?? [null, null];
  return { code: 'liquid-syntax', line, column, about: message.replace(/, line:\d+, col:\d+$/, '') };
}
