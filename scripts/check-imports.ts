/** Checks the import rules of .dependency-cruiser.mjs, and that every file was really looked at. */
import { existsSync, globSync } from 'node:fs';
import { cruise, format, type ICruiseResult } from 'dependency-cruiser';
import extractConfiguration from 'dependency-cruiser/config-utl/extract-depcruise-config';

const folders = ['src', 'scripts', 'bench', 'web'].filter((folder) => existsSync(folder));
const { options, ...ruleSet } = await extractConfiguration('./.dependency-cruiser.mjs');
const { output } = await cruise(folders, { ...options, ruleSet, validate: true, outputType: 'json' });
const result: ICruiseResult = typeof output === 'string' ? JSON.parse(output) : output;

// @swc/core reads the TypeScript; that no parser of TypeScript's own is there is no news.
const environment = result.summary.environment;
if (environment)
  environment.issues = environment.issues?.filter(({ name }) => name !== 'missing-tsc-transpiler');

const report = await format(result, { outputType: 'err' });
console.log(String(report.output).trim());
process.exitCode = report.exitCode > 0 ? 1 : 0;

/** The folders of src/ that need each other. routes.ts and http stand around the domains, not among them. */
function foldersInCircles(): string[] {
  const folderOf = (file: string) =>
    /[/-]routes\.ts$/.test(file) ? undefined : /^src\/([^/]+)\//.exec(file)?.[1];
  const needs = new Map<string, Set<string>>();
  for (const { source, dependencies } of result.modules) {
    const folder = folderOf(source);
    if (!folder || folder === 'http') continue;
    const needed = dependencies
      .map(({ resolved }) => folderOf(resolved))
      .filter((name) => name !== undefined);
    needs.set(folder, (needs.get(folder) ?? new Set()).union(new Set(needed)));
  }
  for (const [folder, needed] of needs) needed.delete(folder);
  // Who needs nobody that is left, or is needed by nobody that is left, is in no circle.
  for (let found = true; found; ) {
    found = false;
    for (const [folder, needed] of needs) {
      const needsOne = [...needed].some((name) => needs.has(name));
      const isNeeded = [...needs.values()].some((others) => others.has(folder));
      if (!needsOne || !isNeeded) found = needs.delete(folder);
    }
  }
  return [...needs.keys()];
}

const circles = foldersInCircles();
if (circles.length > 0) {
  console.error(`Folders of src/ in a circle: ${circles.join(', ')}`);
  process.exitCode = 1;
}

// A parser that understands no TypeScript finds no file, or no import in it, and calls that clean.
const seen = new Set(result.modules.map((module) => module.source));
const unseen = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts') && !seen.has(file));
const imports = result.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (unseen.length > 0 || imports === 0) {
  console.error(
    `Not looked at: ${unseen.join(', ') || 'the imports'}. Does @swc/core understand TypeScript?`,
  );
  process.exitCode = 1;
}
