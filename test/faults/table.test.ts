import { tried, usual } from './tried.ts';

tried('table', usual);
