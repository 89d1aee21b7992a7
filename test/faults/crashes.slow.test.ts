import { others, tried } from './tried.ts';

tried('crashes', others);
