/** The core tells of every history what the plain reference tells: in the slow suite beside this one of three times as many. */
import { tellsTheSame } from './core.ts';

test('of a thousand histories the core tells what the rules say, when, and how it is known', () => tellsTheSame(1_000));
