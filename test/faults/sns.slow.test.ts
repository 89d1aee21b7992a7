import { others, tried } from './tried.ts';

tried('sns', others);
