import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const tests = ['src/**/*.test.ts', 'test/**/*.test.ts'];
const unitTests = ['**/*.unit.test.ts'];
/**
 * The screens do not know which database is below them, so they are walked through once, on PostgreSQL; what begins with
 * the first start is walked through on both.
 */
const walkedOnce = 'test/journeys/!(back-office).test.ts';

/** Every test that touches a database runs on both, and on each in another time zone. */
function database(name: 'embedded' | 'postgresql', timeZone: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: tests,
      exclude: [...unitTests, '**/node_modules/**', ...(name === 'embedded' ? [walkedOnce] : [])],
      env: { RAPPEL_TEST_DATABASE: name, TZ: timeZone },
      globalSetup: 'test/helpers/global-setup.ts',
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    // An embedded database takes 300 to 550 MB and a core.
    maxWorkers: 2,
    // What is waited for comes when the machine has time for it; a test that fails may take longer.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      database('embedded', 'UTC'),
      database('postgresql', 'America/New_York'),
      {
        extends: true,
        test: {
          name: 'unit',
          include: unitTests.flatMap((files) => [`src/${files}`, `test/${files}`, `web/${files}`]),
        },
      },
    ],
  },
});
