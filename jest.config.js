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

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/environment.js',
  // One more than there are cores: some tests wait, for a host that does not answer or for a process, and a core would stand idle.
  maxWorkers: availableParallelism() + 1,
  globalSetup: '<rootDir>/test/bundled.js',
  testSequencer: '<rootDir>/test/slowest-first.js',
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', '\\.slow\\.test\\.'],
  // None waits for a clock: this ends only what hangs, on however busy a machine.
  testTimeout: 600_000,
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  transform: { '^.+\\.m?[jt]s$': swc(false), '^.+\\.tsx$': swc(true) },
  // What the bar is about, and no more: to count every line of all else takes a clean clone minutes (2026-11). `npm run coverage` does.
  collectCoverageFrom: ['src/domain/**/*.ts'],
  coverageThreshold: { './src/domain/': { branches: 100, functions: 100, lines: 100 } },
  // The whole table is for whoever asks for it: npm run coverage.
  coverageReporters: ['json', 'text-summary'],
};
