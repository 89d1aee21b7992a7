// What `npm test` leaves out, for it takes minutes (CONTRIBUTING.md says what that is): `npm run test:slow`.
export { slowOnes as default } from './jest.config.js';
