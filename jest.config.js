import { availableParallelism } from 'node:os';

// Sources are ESM TypeScript; jest runs them as CommonJS through swc, which is its fastest and best-trodden way.
const swc = (tsx) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** What a suite runs in. */
const suites = {
  testEnvironment: '<rootDir>/test/environment.js',
  globalSetup: '<rootDir>/test/bundled.js',
  // Of the core, so that a file that no test loads is missed, too.
  roots: ['<rootDir>/test', '<rootDir>/src/domain'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  transform: { '^.+\\.m?[jt]s$': swc(false), '^.+\\.tsx$': swc(true) },
};

const run = {
  // One more than there are cores: some tests wait, for a host that does not answer or for a process, and a core would stand idle.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/slowest-first.js',
  // None waits for a clock: this ends only what hangs, on however busy a machine. The longest of the slow set takes five minutes alone.
  testTimeout: 3_600_000,
};

const slow = '\\.slow\\.test\\.';
const ofCore = '<rootDir>/test/domain/';

/** @type {import('jest').Config} */
export default {
  ...run,
  projects: [
    { ...suites, testPathIgnorePatterns: [slow], testMatch: [`${ofCore}**/*.test.ts`] },
    // The tests of the core cover all of it: to count its lines in all others took a twelfth of their time (2026-12).
    { ...suites, testPathIgnorePatterns: [slow, ofCore], coveragePathIgnorePatterns: ['/'] },
  ],
  // What the bar is about, and no more: to count every line of all else takes a clean clone minutes (2026-11). `npm run coverage` does.
  collectCoverageFrom: ['src/domain/**/*.ts'],
  coverageThreshold: { './src/domain/': { branches: 100, functions: 100, lines: 100 } },
  // The whole table is for whoever asks for it: npm run coverage.
  coverageReporters: ['json', 'text-summary'],
};

/** @type {import('jest').Config} */
export const slowOnes = { ...run, ...suites, testMatch: ['**/*.slow.test.ts'] };
