import { tried, usual } from './tried.ts';

tried('overlaps', usual);
