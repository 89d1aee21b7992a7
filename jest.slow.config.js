// What `npm test` leaves out, for it takes minutes (CONTRIBUTING.md says what that is): `npm run test:slow`.
import usual from './jest.config.js';

const { testPathIgnorePatterns, collectCoverageFrom, coverageThreshold, coverageReporters, ...same } = usual;

/** @type {import('jest').Config} */
export default { ...same, testMatch: ['**/*.slow.test.ts'] };
