import { others, tried, usual } from './tried.ts';

tried('overlapsBefore', [...usual, ...others]);
