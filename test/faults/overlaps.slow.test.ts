import { others, tried } from './tried.ts';

tried('overlaps', others);
