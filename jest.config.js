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
  testEnvironment: 'node',
  // One less than there are cores, as jest has it, is one on a machine of two: half of it would stand idle.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testSequencer: '<rootDir>/test/slowest-first.js',
  roots: ['<rootDir>/test'],
  // Some tests tick through days; a busy machine takes its time.
  testTimeout: 30_000,
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  transform: { '^.+\\.m?[jt]s$': swc(false), '^.+\\.tsx$': swc(true) },
  // These are published as ES modules only.
  transformIgnorePatterns: [
    '/node_modules/(?!(preact|temporal-polyfill|temporal-utils|p-map|htmlparser2|css-select|css-what|domutils|domhandler|domelementtype|dom-serializer|entities|boolbase|nth-check|feed|feedsmith|uuid)/)',
  ],
  // What the bar is about, and no more: to count every line of all else takes a clean clone minutes (2026-11). `npm run coverage` does.
  collectCoverageFrom: ['lambda/petition/**/*.ts'],
  coverageThreshold: { './lambda/petition/': { branches: 100, functions: 100, lines: 100 } },
  // The whole table is for whoever asks for it: npm run coverage.
  coverageReporters: ['json', 'text-summary'],
};
