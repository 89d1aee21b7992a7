import { tried, usual } from './tried.ts';

tried('sns', usual);
