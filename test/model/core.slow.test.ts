import { tellsTheSame } from './core.ts';

test('of three thousand histories the core tells what the rules say, when, and how it is known', () =>
  tellsTheSame(3_000));
