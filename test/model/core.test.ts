/** The core tells of every history what the plain reference tells: in the slow suite beside this one of many more. */
import { tellsTheSame } from './core.ts';

test('of two hundred histories the core tells what the rules say, when, and how it is known', () => tellsTheSame(200));
