/**
 * The import rules of docs/architecture.md. Test files may import anything and are not looked at.
 * Circles between folders are looked for in scripts/check-imports.ts.
 *
 * A folder of src/ is entered by its face, the file of the same name (src/orders/orders.ts).
 * Folders whose files are free to be imported one by one, by those whom another rule allows:
 * database (by all), commands (by the command line), http (by routes), and every routes.ts (by http).
 */
const face = '^src/([^/]+)/\\1\\.ts$';
/** The HTTP side of a folder, and its parts by a word of the domain. */
const routes = '^src/[^/]+/[a-z-]*routes\\.ts$';
const errors = '^src/errors\\.ts$';
const commandLine = '^src/(main\\.ts$|commands/)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'config-knows-nobody',
      comment: 'src/config.ts reads the settings and knows no domain.',
      severity: 'error',
      from: { path: '^src/config\\.ts$' },
      to: { path: '^src/', pathNot: errors },
    },
    {
      name: 'database-knows-no-domain',
      comment: 'src/database serves every domain and knows none.',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^src/', pathNot: ['^src/database/', errors] },
    },
    {
      name: 'personal-data-knows-only-database',
      comment: 'The map describes the tables; the domains call it, never the other way round.',
      severity: 'error',
      from: { path: '^src/personal-data/' },
      to: { path: '^src/', pathNot: ['^src/personal-data/', '^src/database/', errors] },
    },
    {
      name: 'no-circle-of-files',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'enter-by-the-face',
      comment: 'Another folder is entered by the file that bears its name.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', face, routes, '^src/(database|commands|http)/'],
      },
    },
    {
      name: 'enter-by-the-face-from-outside',
      comment: 'A folder of src/ is entered by the file that bears its name.',
      severity: 'error',
      from: { path: '^(src/[^/]+\\.ts$|scripts/|bench/)' },
      to: { path: '^src/[^/]+/', pathNot: [face, routes, '^src/(database|commands|http)/'] },
    },
    {
      name: 'routes-only-for-http',
      comment: 'A routes.ts is registered by src/http and used by nobody else; its parts are used by it.',
      severity: 'error',
      from: { pathNot: ['^src/http/', '^src/[^/]+/routes\\.ts$'] },
      to: { path: routes },
    },
    {
      name: 'parts-of-routes-for-their-folder',
      comment: 'A part of a routes.ts (orders-routes.ts) is registered by the routes.ts beside it.',
      severity: 'error',
      from: { path: '^src/([^/]+)/routes\\.ts$' },
      to: { path: routes, pathNot: '^src/$1/' },
    },
    {
      name: 'http-by-its-face-or-for-routes',
      comment:
        'The command line starts src/http by its face; routes may use its parts; domains know no HTTP.',
      severity: 'error',
      from: { pathNot: ['^src/http/', routes] },
      to: { path: '^src/http/', pathNot: '^src/http/http\\.ts$' },
    },
    {
      name: 'http-not-for-domains',
      comment: 'Domain code throws a DomainError and knows no HTTP.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/http/', routes, commandLine] },
      to: { path: '^src/http/' },
    },
    {
      name: 'commands-only-for-the-command-line',
      comment: 'src/main.ts and src/commands/ call the domains, never the other way round.',
      severity: 'error',
      from: { pathNot: commandLine },
      to: { path: commandLine },
    },
    {
      name: 'fastify-only-in-routes-and-http',
      comment: 'Only routes.ts and src/http know Fastify.',
      severity: 'error',
      from: { path: '^(src|scripts)/', pathNot: ['^src/http/', routes] },
      to: { path: ['node_modules/@fastify/', 'node_modules/fastify[^/]*/'] },
    },
    {
      name: 'web-knows-no-server',
      comment: 'The back office talks to the server by its API only.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-unresolved-import',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-dependency-in-src',
      comment: 'What runs in production stands in "dependencies".',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only', 'npm'],
      },
    },
  ],
  options: {
    // TypeScript 7 has no API for a parser yet; without one, .ts files are passed over in silence.
    // scripts/check-imports.ts fails should that ever come back.
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$|^web/dist' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
    cache: false,
  },
};
