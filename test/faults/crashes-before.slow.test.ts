import { others, tried, usual } from './tried.ts';

tried('crashesBefore', [...usual, ...others]);
