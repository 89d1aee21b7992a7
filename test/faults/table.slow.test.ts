import { others, tried } from './tried.ts';

tried('table', others);
