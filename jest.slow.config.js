// What `npm test` leaves out, for it takes minutes (CONTRIBUTING.md says what that is): `npm run test:slow`.
import usual from './jest.config.js';

/** @type {import('jest').Config} */
export default { ...usual, testPathIgnorePatterns: ['/node_modules/'], testMatch: ['**/*.slow.test.ts'] };
